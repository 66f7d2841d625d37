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

/** The comparison covers every record: none may still be in flight. */
const ALL_SETTLED = { until: Infinity, openFrom: new Map<number, number>() };

/**
 * The records that are lost or duplicated between the sensors and Druid. It pauses the sensors, so that it can compare every
 * record up to the last one. clean_sensors must contain each reading that is clean by the rules exactly once, and no other
 * reading. The counts of `outlier_stats` by window are not compared: a partition that is unavailable for longer than the job's
 * idle-seconds, as in these tests, moves its readings into a later window.
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

/** Waits for the second checkpoint after the one that covers the last record, which may still hold that record in flight. */
async function everythingCommitted(lab: Lab): Promise<void> {
  const ends = await endsOf(lab, "raw_sensors");
  await until(async () => {
    const covered = await checkpointed(lab);
    return [...ends].every(([partition, end]) => (covered.get(partition) ?? 0) >= end);
  });
  const before = await checkpoints(lab);
  await until(async () => (await checkpoints(lab)) >= before + 2);
}

/** The number of checkpoints that the running job has completed. */
async function checkpoints(lab: Lab): Promise<number> {
  // Flink's REST API documents the types.
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

/** Waits until Druid has enough rows, with the test's timeout as the limit. Surplus rows are differences. */
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
