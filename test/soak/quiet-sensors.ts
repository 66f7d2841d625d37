import { join } from "node:path";
import type { Lab } from "../../lab/api.ts";
import { must } from "../../lab/machine/process.ts";
import { ask, change, jobAt } from "../site/flink.ts";
import { bootstrap, ROOT } from "../site/harness.ts";
import { until, withAdmin, type Names } from "../site/topics.ts";

const QUIET: Names = {
  raw: "quiet_raw",
  clean: "quiet_clean",
  stats: "quiet_stats",
  malformed: "quiet_malformed",
  group: "quiet",
};
const TOPICS = [QUIET.raw, QUIET.clean, QUIET.stats, QUIET.malformed];

/** Calls `use` while a second job of the site's jar filters 40 minutes of event time without any injected outlier. */
export async function withQuietSensors(lab: Lab, use: (names: Names) => Promise<void>): Promise<void> {
  await withAdmin(lab, (admin) =>
    admin.createTopics({
      waitForLeaders: true,
      topics: TOPICS.map((topic) => ({ topic, numPartitions: 4, replicationFactor: 2 })),
    }),
  );
  try {
    await produce(lab);
    const id = await startJob(lab);
    try {
      await use(QUIET);
    } finally {
      await change(lab, "PATCH", `/jobs/${id}?mode=cancel`);
      await until(async () => (await jobAt(lab, id)).state === "CANCELED");
    }
  } finally {
    await withAdmin(lab, (admin) => admin.deleteTopics({ topics: TOPICS }));
  }
}

async function produce(lab: Lab): Promise<void> {
  const program = join(ROOT, "dist", "files", "sensors", "main.js");
  const options = {
    bootstrap: bootstrap(lab).join(","),
    topic: QUIET.raw,
    outliers: "0",
    backfill: "40m",
    count: "24000",
  };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  await must([process.execPath, program, ...flags]);
}

/** Starts the job through Flink's REST API, because the site's module allows only one job of each name. */
async function startJob(lab: Lab): Promise<string> {
  const jars = await ask<{ files: readonly { id: string }[] }>(lab, "/jars");
  const options = {
    bootstrap: bootstrap(lab).join(","),
    "raw-topic": QUIET.raw,
    "clean-topic": QUIET.clean,
    "stats-topic": QUIET.stats,
    "malformed-topic": QUIET.malformed,
    group: QUIET.group,
    "transaction-prefix": QUIET.group,
  };
  const programArgsList = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const body = JSON.stringify({ programArgsList, parallelism: 1 });
  const started = JSON.parse(await change(lab, "POST", `/jars/${jars?.files[0]?.id ?? ""}/run`, body)) as {
    jobid?: string;
  };
  if (started.jobid === undefined) throw new Error(`Flink did not start the second job: ${JSON.stringify(started)}`);
  return started.jobid;
}
