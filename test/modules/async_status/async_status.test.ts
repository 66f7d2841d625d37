import { expect } from "chai";
import type { Answer } from "../../../src/module/answer.ts";
import { jobFault, parseJob, type Job } from "../../../src/module/jobs/job.ts";
import { async_status } from "../../../src/modules/async_status/async_status.ts";
import { NOTHING_PREDICTED } from "../lib/target.ts";

const id = "00112233445566778899aabbccddeeff";

function decide(job: Partial<Job> | undefined, mode: "status" | "cleanup" = "status") {
  const answer: Answer = { stdout: "", stderr: "", exit: 0 };
  const whole = job && ({ id, state: "ended", module: "command", answer, ...job } as const);
  return async_status.decide({ job_id: id, mode }, whole, NOTHING_PREDICTED);
}

describe("modules/async_status", () => {
  it("returns the exit status and the output of a command", () => {
    const { result } = decide({ answer: { stdout: "rc 3\n\none\ntwo\n", stderr: "bad\n", exit: 0 } });
    expect(result).to.include({ job_id: id, started: true, finished: true, rc: 3, stdout: "one\ntwo", stderr: "bad" });
    expect(result["stdout_lines"]).to.deep.equal(["one", "two"]);
  });

  it("returns those of the whole script of another module", () => {
    const answer = { stdout: "rc 3\n\none\n", stderr: "", exit: 100 };
    expect(decide({ module: "apt", answer }).result).to.include({ rc: 100, stdout: "rc 3\n\none" });
  });

  it("says only that a job runs", () => {
    expect(decide({ state: "running" })).to.deep.equal({
      changes: [],
      result: { job_id: id, ansible_job_id: id, started: true, finished: false },
    });
  });

  for (const state of ["timeout", "interrupted", "lost"] as const) {
    it(`fails after a job that did not end by itself: ${state}`, () => {
      const { fault, result } = decide({ state });
      expect(fault?.code).to.equal(`modules/job-${state}`);
      expect(result).to.include({ finished: true });
    });
  }

  it("fails if there is no such job", () => {
    expect(decide(undefined).fault?.code).to.equal("modules/no-job");
  });

  it("removes only a job that has ended", () => {
    expect(decide({ state: "lost" }, "cleanup").changes).to.have.length(1);
    expect(decide(undefined, "cleanup").changes).to.deep.equal([]);
    expect(decide({ state: "running" }, "cleanup").fault?.code).to.equal("modules/job-runs");
  });

  it("rejects an answer of another form", () => {
    for (const stdout of ["", "state odd\n", "sh: no\n"]) {
      expect(parseJob(id, { stdout, stderr: "", exit: 0 }).ok, stdout).to.equal(false);
    }
  });

  it("says which folder cannot be used", () => {
    const job = parseJob(id, { stdout: "is a symbolic link\n/state/async\n", stderr: "", exit: 76 });
    expect(job.ok ? undefined : job.faults[0].message).to.contain("/state/async is a symbolic link");
  });

  it("has no fault for a job that ended by itself", () => {
    expect(jobFault({ id, state: "ended", module: "shell", answer: { stdout: "", stderr: "", exit: 1 } })).to.equal(
      undefined,
    );
  });
});
