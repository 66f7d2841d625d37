import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import { checkpoints, jobAt, runningJob } from "./flink.ts";
import { changesOf, deployed, deploymentState, expectExit, provision, SITE, VERIFY } from "./harness.ts";
import { druidOf } from "./topics.ts";

/**
 * Arguments that do not affect how the filter judges a reading, so that one recomputation (test/soak/job-windows.test.ts)
 * holds for all records ever written.
 */
const OTHER_ARGUMENTS = ["-e", "job_parallelism=1", "-e", "job_idle_seconds=40"];
const REPLACED = ["server1 request:flink_job runtimeprocessing"];

describe("site/job", () => {
  let lab: Lab;

  before(async () => {
    lab = await deployed();
  });

  /** The history of each supervisor's specs. Every change adds a version. */
  async function supervisors(): Promise<unknown> {
    const reply = await fetch(`${druidOf(lab)}/druid/indexer/v1/supervisor/history`);
    return reply.json();
  }

  async function replace(args: readonly string[], parallelism: number): Promise<void> {
    const old = await runningJob(lab);
    expect(changesOf(expectExit(await provision(lab, [...SITE, ...args, "--check"]), 0))).to.deep.equal(REPLACED);
    expect((await runningJob(lab)).id).to.equal(old.id);
    expect(changesOf(expectExit(await provision(lab, [...SITE, ...args]), 0))).to.deep.equal(REPLACED);
    const job = await runningJob(lab);
    expect(job.id).not.to.equal(old.id);
    // One subtask counts the windows, whatever the parallelism of the other vertices.
    expect(Math.max(...job.parallelism)).to.equal(parallelism);
    expect(await jobAt(lab, old.id)).to.include({ state: "FINISHED" });
    const restored = (await checkpoints(lab, job.id))?.restored;
    expect(restored).to.include({ is_savepoint: true });
  }

  it("is replaced through a savepoint when its arguments change, and back, and nothing else changes", async () => {
    const before = [await deploymentState(lab), await supervisors()];
    await replace(OTHER_ARGUMENTS, 1);
    await replace(["--tags", "job"], 2);
    expect([await deploymentState(lab), await supervisors()]).to.deep.equal(before);
  });

  it("needs no further change afterwards", async () => {
    expect(changesOf(expectExit(await provision(lab, [...SITE, "--tags", "job", "--check"]), 0))).to.deep.equal([]);
    expectExit(await provision(lab, [...VERIFY, "--tags", "flink"]), 0);
  });
});
