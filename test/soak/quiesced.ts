import { queryDruid, queryRows } from "../../files/proof/query-druid.ts";
import { DEFAULT_PROOF } from "../../files/proof/command-line.ts";
import { compareClean } from "../../files/proof/compare/clean.ts";
import { compareDruid } from "../../files/proof/compare/druid.ts";
import { compareMalformed } from "../../files/proof/compare/malformed.ts";
import type { Difference } from "../../files/proof/compare/difference.ts";
import { expectedOf } from "../../files/proof/druid-expected.ts";
import { isReading, judge } from "../../files/proof/oracle.ts";
import { readClean } from "../../files/proof/outputs.ts";
import { differencesOf, type Topics } from "../../files/proof/prove.ts";
import { filterHash } from "../../files/proof/settings.ts";
import { checkComplete } from "../../files/proof/compare/complete.ts";
import type { Lab } from "../../lab/api.ts";
import { inside } from "../site/harness.ts";
import {
  checkpointed,
  consumeCommitted,
  druidOf,
  endsOf,
  flinkOf,
  parseTopics,
  SITE_TOPICS,
  until,
} from "../site/topics.ts";

/** Every record must have been written: none may still be in flight. */
const ALL_SETTLED = { until: Infinity, openFrom: new Map<number, number>() };

/**
 * What is lost or duplicated between the sensors and Druid, record by record up to the last one, which is why the sensors
 * are paused. clean_sensors must hold each reading that the rules call clean exactly once and no other, so the others were
 * removed as outliers or late. The counts of `outlier_stats` by window are not compared: a partition that was unavailable
 * for longer than the job's idle-seconds moves its readings into a later window, and these tests make it so.
 */
export async function differencesWhenQuiesced(lab: Lab): Promise<Difference[]> {
  await inside(lab, "server1", "docker pause sensors-sensors-1");
  try {
    await everythingCommitted(lab);
    const topics = await readAll(lab);
    return [...differencesInTopics(topics), ...(await differencesInDruid(lab, topics))];
  } finally {
    await inside(lab, "server1", "docker unpause sensors-sensors-1");
  }
}

/** The checkpoint that covers the last record may hold it in flight, before the sinks; the second one after that does not. */
async function everythingCommitted(lab: Lab): Promise<void> {
  const ends = await endsOf(lab, "raw_sensors");
  await until(async () => {
    const covered = await checkpointed(lab);
    return [...ends].every(([partition, end]) => (covered.get(partition) ?? 0) >= end);
  });
  const before = await checkpoints(lab);
  await until(async () => (await checkpoints(lab)) >= before + 2);
}

/** How many checkpoints the running job has completed. */
async function checkpoints(lab: Lab): Promise<number> {
  // The shape is documented by Flink's REST API.
  const ask = async <T>(path: string) => (await (await fetch(`${flinkOf(lab)}${path}`)).json()) as T;
  const { jobs } = await ask<{ jobs: { id: string; status: string }[] }>("/jobs");
  const id = jobs.find(({ status }) => status === "RUNNING")?.id;
  if (id === undefined) return 0;
  return (await ask<{ counts: { completed: number } }>(`/jobs/${id}/checkpoints`)).counts.completed;
}

async function readAll(lab: Lab): Promise<Topics> {
  const [raw, clean, malformed, stats] = await Promise.all([
    consumeCommitted(lab, SITE_TOPICS.raw),
    consumeCommitted(lab, SITE_TOPICS.clean),
    consumeCommitted(lab, SITE_TOPICS.malformed),
    consumeCommitted(lab, SITE_TOPICS.stats),
  ]);
  return parseTopics({ raw, clean, malformed, stats });
}

function differencesInTopics({ raw, clean, malformed }: Topics): Difference[] {
  const judged = judge(raw, DEFAULT_PROOF.filter);
  const actual = clean.flatMap((record) => readClean(record) ?? []);
  const checks = [
    checkComplete(raw),
    compareClean({ judged, actual, scope: ALL_SETTLED, filter: filterHash(DEFAULT_PROOF.filter) }),
    compareMalformed(judged, malformed, ALL_SETTLED),
  ];
  return differencesOf({ checks });
}

/** Waits for Druid's rows: the test's time limit ends it if they never come, and surplus rows are differences. */
async function differencesInDruid(lab: Lab, topics: Topics): Promise<Difference[]> {
  const readings = judge(topics.raw, DEFAULT_PROOF.filter).filter(isReading);
  const end = Math.max(...readings.map(({ reading }) => reading.ts)) + 1;
  const checks = [];
  for (const expected of expectedOf(topics, DEFAULT_PROOF, end)) {
    const count = `SELECT COUNT(*) FROM "${expected.datasource}" WHERE __time < MILLIS_TO_TIMESTAMP(${end})`;
    await until(
      async () => Number((await queryRows({ url: druidOf(lab) }, count))[0]?.[0]) >= (expected.sums["rows"] ?? 0),
    );
    checks.push(...compareDruid(expected, await queryDruid({ url: druidOf(lab) }, expected)));
  }
  return differencesOf({ checks });
}
