import { expect } from "chai";
import { DEFAULT_PROOF } from "../../files/proof/command-line.ts";
import { differencesOf, prove } from "../../files/proof/prove.ts";
import type { Lab } from "../../lab/api.ts";
import { ask, checkpoints, runningJob, workersOf } from "../site/flink.ts";
import { changesOf, containers, deployed, expectExit, inside, provision, SITE, VERIFY } from "../site/harness.ts";
import { parseTopics, readTopics, until, WINDOWS_CLOSE } from "../site/topics.ts";
import { withQuietSensors } from "./quiet-sensors.ts";

describe("soak/job: killed processes", function () {
  this.timeout(WINDOWS_CLOSE);
  let lab: Lab;

  before(async () => {
    lab = await deployed();
  });

  /** Kills the process and expects that Docker restarts the container and the job resumes, without a run of provision. */
  async function kill(host: string, container: string): Promise<void> {
    const ids = await containers(lab);
    const { id } = await runningJob(lab);
    const killed = Date.now();
    await inside(lab, host, `kill -9 $(docker inspect -f '{{.State.Pid}}' sensor-pipeline-${container}-1)`);
    await until(async () => {
      const { completed, restored } = (await checkpoints(lab, id)) ?? {};
      if (!completed || !restored || restored.restore_timestamp < killed) return false;
      return completed.id > restored.id;
    });
    expect(await runningJob(lab)).to.include({ id, state: "RUNNING" });
    expect(await containers(lab)).to.deep.equal(ids);
  }

  it("resumes from its checkpoint when the JobManager is killed", async () => {
    await kill("server1", "jobmanager");
  });

  it("resumes from its checkpoint when a TaskManager that runs it is killed", async () => {
    const [worker] = await workersOf(lab, await runningJob(lab));
    const host = lab.hosts.find(({ name, address }) => [name, address].includes(worker ?? ""))?.name ?? "";
    await kill(host, "taskmanager");
    await until(async () => (await ask<{ taskmanagers: number }>(lab, "/overview"))?.taskmanagers === 2);
  });

  it("flags fewer than one in a thousand readings if no outliers were injected", async () => {
    await withQuietSensors(lab, async (names) => {
      const topics = parseTopics(await readTopics(lab, undefined, names));
      expect(differencesOf(prove(topics, { ...DEFAULT_PROOF, leastOutliers: 0 }))).to.deep.equal([]);
      const { labels } = prove(topics, DEFAULT_PROOF);
      expect(labels).to.include({ injected: 0 });
      expect(labels.readings).to.be.greaterThan(17_000);
      expect(labels.flagged / labels.readings).to.be.below(0.001);
    });
  });

  it("needs no change afterwards", async () => {
    expect(changesOf(expectExit(await provision(lab, [...SITE, "--check"]), 0))).to.deep.equal([]);
    expectExit(await provision(lab, [...VERIFY, "--tags", "flink"]), 0);
  });
});
