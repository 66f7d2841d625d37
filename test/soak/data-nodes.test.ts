import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import { changesOf, deployed, expectExit, inside, provision, repair, SERVERS, SITE } from "../site/harness.ts";
import { druidOf, until } from "../site/topics.ts";

/** The number of running tasks, by Druid's overlord; 0 until the overlord has become leader. */
async function runningTasks(lab: Lab): Promise<number> {
  const reply = await fetch(`${druidOf(lab)}/druid/indexer/v1/runningTasks`);
  // Druid's API documents the type.
  return reply.ok ? ((await reply.json()) as unknown[]).length : 0;
}

/** Restarts the overlord, and waits until it runs a task for each supervisor again. */
async function restartOverlord(lab: Lab): Promise<void> {
  const reply = await fetch(`${druidOf(lab)}/druid/indexer/v1/supervisor`);
  // Druid's API documents the type.
  const supervisors = ((await reply.json()) as unknown[]).length;
  await inside(lab, "server1", "docker restart sensor-pipeline-coordinator-1");
  await until(async () => (await runningTasks(lab)) >= supervisors);
}

const STOP_HEALTH = "docker stop sensor-pipeline-health-1";
const START_HEALTH = "docker start sensor-pipeline-health-1";

/** Restarts the overlord, then kills and starts the data nodes: the order after which Druid waits for their tasks forever. */
async function loseTasks(lab: Lab): Promise<void> {
  await restartOverlord(lab);
  const kill = "docker kill sensor-pipeline-indexer-1 && docker start sensor-pipeline-indexer-1";
  await Promise.all(SERVERS.map((host) => inside(lab, host, kill)));
}

async function changeSupervisors(lab: Lab, action: "suspend" | "resume"): Promise<void> {
  const reply = await fetch(`${druidOf(lab)}/druid/indexer/v1/supervisor/${action}All`, { method: "POST" });
  expect(reply).to.have.property("status", 200);
}

describe("soak/data-nodes: killed", () => {
  let lab: Lab;

  before(async () => {
    lab = await deployed();
  });

  // A restarted overlord waits for tasks that no data node has: apache/druid #18510.
  it("restarts their tasks if the overlord was restarted before", async () => {
    await inside(lab, "server1", STOP_HEALTH);
    await loseTasks(lab);
    const run = expectExit(await provision(lab, [...SITE, "--tags", "druid"]), 0);
    expect(changesOf(run).filter((change) => change.includes("request:druid_task"))).not.to.deep.equal([]);
    expectExit(await provision(lab, ["playbooks/verify.yaml", "--tags", "ingestion"]), 0);
    await inside(lab, "server1", START_HEALTH);
  });

  it("names lost tasks in verification, and replaces them without a run within two minutes", async () => {
    await inside(lab, "server1", STOP_HEALTH);
    await loseTasks(lab);
    // Druid itself replaces them a minute later if the data nodes were slow to come back: then verification only waits for that.
    const { stderr } = await provision(lab, ["playbooks/verify.yaml", "--tags", "ingestion"]);
    expect(stderr).to.match(/The tasks? index_kafka_.* on no worker/);
    await inside(lab, "server1", START_HEALTH);
    const began = Date.now();
    expectExit(await provision(lab, ["playbooks/verify.yaml", "--tags", "ingestion"]), 0);
    expect(Date.now() - began).to.be.below(120_000);
  });

  // Until the overlord notices that the node is dead, it assigns tasks to it.
  it("delays no task for long if a data node dies while tasks are assigned", async () => {
    await changeSupervisors(lab, "suspend");
    await until(async () => (await runningTasks(lab)) === 0);
    await inside(lab, "server2", "docker kill sensor-pipeline-indexer-1");
    try {
      await changeSupervisors(lab, "resume");
      expectExit(await provision(lab, ["playbooks/verify.yaml", "--tags", "ingestion"]), 0);
    } finally {
      await inside(lab, "server2", "docker start sensor-pipeline-indexer-1");
      await repair(lab, "--tags", "druid");
    }
  });
});
