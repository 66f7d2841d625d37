import { compareClean } from "../../files/proof/compare/clean.ts";
import { compareMalformed } from "../../files/proof/compare/malformed.ts";
import type { Difference } from "../../files/proof/compare/difference.ts";
import { judge } from "../../files/proof/oracle.ts";
import { readClean } from "../../files/proof/outputs.ts";
import { differencesOf } from "../../files/proof/prove.ts";
import { DEFAULT_SETTINGS, filterHash } from "../../files/proof/settings.ts";
import { checkComplete } from "../../files/proof/compare/complete.ts";
import type { Lab } from "../../lab/api.ts";
import { consumeCommitted, consumeRaw, recordsIn, SITE_TOPICS, untilCheckpointed } from "./topics.ts";

/**
 * The records written so far that are lost, duplicated or misjudged, without waiting for a window to close. An unaligned
 * checkpoint may hold records in flight; the job has written them by the next checkpoint.
 */
export async function differencesSoFar(lab: Lab): Promise<Difference[]> {
  const openFrom = await untilCheckpointed(lab, SITE_TOPICS);
  await untilCheckpointed(lab, SITE_TOPICS);
  const [clean, malformed] = await Promise.all([
    consumeCommitted(lab, SITE_TOPICS.clean).then(recordsIn),
    consumeCommitted(lab, SITE_TOPICS.malformed).then(recordsIn),
  ]);
  const raw = recordsIn(await consumeRaw(lab, SITE_TOPICS.raw));
  const judged = judge(raw, DEFAULT_SETTINGS);
  const scope = { until: 0, openFrom };
  const actual = clean.flatMap((record) => readClean(record) ?? []);
  if (actual.length !== clean.length)
    throw new Error(`${clean.length - actual.length} records of the clean topic cannot be parsed`);
  const checks = [
    checkComplete(raw),
    compareClean({ judged, actual, scope, filter: filterHash(DEFAULT_SETTINGS) }),
    compareMalformed(judged, malformed, scope),
  ];
  return differencesOf({ checks });
}
