import { expect } from "chai";
import { DEFAULT_PROOF } from "../../files/proof/command-line.ts";
import { differencesOf, prove } from "../../files/proof/prove.ts";
import type { Lab } from "../../lab/api.ts";
import { ask, checkpoints, jobAt, theJob, workersOf } from "./flink.ts";
import { changesOf, containers, deployed, inside, provision, SITE, standing, VERIFY, wantExit } from "./harness.ts";
import { withQuietSensors } from "./quiet-sensors.ts";
import { druidOf, parseTopics, readTopics, until, WINDOWS_CLOSE } from "./topics.ts";

/** Arguments by which no reading is judged otherwise, so that one recomputation (job-windows.test.ts) holds for all that was ever written. */
const OTHERWISE = ["-e", "job_parallelism=1", "-e", "job_idle_seconds=40"];
const REPLACED = ["server1 request:flink_job runtimeprocessing"];

describe("the job", function () {
  this.timeout(WINDOWS_CLOSE);
  let lab: Lab;

  before(async () => {
    lab = await deployed();
  });

  /** Ingestion as it was asked for: each change of a supervisor is one more version. */
  async function supervisors(): Promise<unknown> {
    const reply = await fetch(`${druidOf(lab)}/druid/indexer/v1/supervisor/history`);
    return reply.json();
  }

  async function replaced(args: readonly string[], parallelism: number): Promise<void> {
    const old = await theJob(lab);
    expect(changesOf(wantExit(await provision(lab, [...SITE, ...args, "--check"]), 0))).to.deep.equal(REPLACED);
    expect((await theJob(lab)).id).to.equal(old.id);
    expect(changesOf(wantExit(await provision(lab, [...SITE, ...args]), 0))).to.deep.equal(REPLACED);
    const job = await theJob(lab);
    expect(job.id).not.to.equal(old.id);
    // The windows are counted in one place, however many work on the rest.
    expect(Math.max(...job.parallelism)).to.equal(parallelism);
    expect(await jobAt(lab, old.id)).to.include({ state: "FINISHED" });
    const restored = (await checkpoints(lab, job.id))?.restored;
    expect(restored).to.include({ is_savepoint: true });
  }

  it("is replaced by way of a savepoint when its arguments change, there and back, and nothing else is touched", async () => {
    const before = [await standing(lab), await supervisors()];
    await replaced(OTHERWISE, 1);
    await replaced(["--tags", "job"], 2);
    expect([await standing(lab), await supervisors()]).to.deep.equal(before);
  });

  /** The process dies as in a crash: Docker starts the container again, and nobody else does anything. */
  async function isKilled(host: string, container: string): Promise<void> {
    const ids = await containers(lab);
    const { id } = await theJob(lab);
    const killed = Date.now();
    await inside(lab, host, `kill -9 $(docker inspect -f '{{.State.Pid}}' sensor-pipeline-${container}-1)`);
    await until(async () => {
      const { completed, restored } = (await checkpoints(lab, id)) ?? {};
      if (!completed || !restored || restored.restore_timestamp < killed) return false;
      return completed.id > restored.id;
    });
    expect(await theJob(lab)).to.include({ id, state: "RUNNING" });
    expect(await containers(lab)).to.deep.equal(ids);
  }

  it("goes on from its checkpoint when the JobManager is killed", async () => {
    await isKilled("server1", "jobmanager");
  });

  it("goes on from its checkpoint when a TaskManager is killed that works on it", async () => {
    const [worker] = await workersOf(lab, await theJob(lab));
    const host = lab.hosts.find(({ name, address }) => [name, address].includes(worker ?? ""))?.name ?? "";
    await isKilled(host, "taskmanager");
    await until(async () => (await ask<{ taskmanagers: number }>(lab, "/overview"))?.taskmanagers === 2);
  });

  it("flags less than one in a thousand of readings of which none was made an outlier", async () => {
    await withQuietSensors(lab, async (names) => {
      const topics = parseTopics(await readTopics(lab, undefined, names));
      expect(differencesOf(prove(topics, { ...DEFAULT_PROOF, leastOutliers: 0 }))).to.deep.equal([]);
      const { labels } = prove(topics, DEFAULT_PROOF);
      expect(labels).to.include({ injected: 0 });
      expect(labels.readings).to.be.greaterThan(17_000);
      expect(labels.flagged / labels.readings).to.be.below(0.001);
    });
  });

  it("is as the site wants it, still", async () => {
    expect(changesOf(wantExit(await provision(lab, [...SITE, "--check"]), 0))).to.deep.equal([]);
    wantExit(await provision(lab, [...VERIFY, "--tags", "flink"]), 0);
  });
});
