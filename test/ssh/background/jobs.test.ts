import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { eventually, leftovers, provision, site, start } from "../harness.ts";
import { startSshd, type Sshd } from "../sshd.ts";

describe("ssh/background/jobs", () => {
  let sshd: Sshd;
  let folder: string;
  const at = (name: string) => join(folder, name);
  /** A job that says that it has begun, and ends when it may. */
  const work = () =>
    `shell: "echo begun >>${at("begun")}; until [ -e ${at("go")} ]; do sleep 0.05; done; echo done | tee ${at("ended")}"`;

  before(async () => {
    sshd = await startSshd();
  });
  beforeEach(() => {
    folder = sshd.scratch();
  });
  after(async () => {
    await sshd.stop();
  });

  it("goes on with a job after the end of the run and of its connection", async () => {
    const tasks = `- name: Start\n  ${work()}\n  async: 600\n  poll: 0\n`;
    const run = await provision(site(sshd, tasks));
    expect(run.exit, run.stderr).to.equal(0);
    const { job_id } = run.results("Start")[0]?.result as { job_id: string };
    const look = site(sshd, `- name: Look\n  async_status: { job_id: ${job_id} }\n`);
    expect((await provision(look)).results("Look")[0]?.result).to.include({ finished: false });
    writeFileSync(at("go"), "");
    await eventually("the job has ended", () => existsSync(join(sshd.state, "async", job_id, "end")));
    expect((await provision(look)).results("Look")[0]?.result).to.include({ rc: 0, stdout: "done" });
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("waits for a job through another connection if the first one is lost, and does not start it again", async () => {
    const running = start(
      site(sshd, `- name: Wait\n  ${work()}\n  async: 600\n  poll: 1\n- name: Next\n  command: echo next\n`),
    );
    await eventually("the job has begun", () => existsSync(at("begun")));
    for (const pid of sshd.connections()) process.kill(pid, "SIGKILL");
    writeFileSync(at("go"), "");
    const run = await running.done;
    expect(run.exit, run.stderr).to.equal(0);
    expect(run.results("Wait")[0]?.result).to.include({ finished: true, rc: 0, stdout: "done" });
    expect(run.status("Next")).to.equal("changed");
    expect(readFileSync(at("begun"), "utf8")).to.equal("begun\n");
    expect(leftovers(sshd)).to.deep.equal([]);
  });
});
