import { druidFault } from "../../errors/catalogue/services/druid.ts";
import type { Fault } from "../../errors/fault.ts";
import type { SupervisorStatus } from "../../services/druid/model.ts";
import type { PartitionOffsets } from "../../services/kafka/model.ts";

/** Druid's error if Kafka no longer has the offset that it must read next. */
const OFFSET_GONE = /sequenceNumber \[(\d+)\] is no longer available for partition \[(\d+)\]/i;

interface Gap {
  readonly partition: string;
  /** The offset that Druid must read next. */
  readonly next: number;
  /** The first offset that Kafka still has, if known. */
  readonly earliest: number | undefined;
}

/**
 * A fault if Kafka has deleted records that Druid has not read. A task that meets such a gap does not report it: it waits forever, and
 * its supervisor stays healthy. So Druid's offsets are compared with Kafka's.
 */
export function gapFault(
  id: string,
  status: SupervisorStatus,
  kept: readonly PartitionOffsets[] | undefined,
): Fault | undefined {
  const gaps = [...comparedGaps(status, kept), ...reportedGaps(status, kept)];
  const [first] = gaps;
  if (!first) return undefined;
  const details = [...new Set(gaps.map(shown))];
  return druidFault("services/druid-gap", { id, gap: shown(first) }, { details });
}

function comparedGaps({ offsets }: SupervisorStatus, kept: readonly PartitionOffsets[] = []): Gap[] {
  return kept.flatMap(({ partition, earliest }) => {
    const next = offsets[String(partition)];
    return next !== undefined && next < earliest ? [{ partition: String(partition), next, earliest }] : [];
  });
}

/** Druid reports old errors for a while, so they count only if the supervisor is unhealthy. */
function reportedGaps({ errors, healthy }: SupervisorStatus, kept: readonly PartitionOffsets[] = []): Gap[] {
  if (healthy) return [];
  return errors.flatMap((error) => {
    const [, next, partition] = OFFSET_GONE.exec(error) ?? [];
    if (next === undefined || partition === undefined) return [];
    const earliest = kept.find((one) => String(one.partition) === partition)?.earliest;
    return [{ partition, next: Number(next), earliest }];
  });
}

function shown({ partition, next, earliest }: Gap): string {
  const has = earliest === undefined ? "but Kafka no longer has it" : `but Kafka's first is ${earliest}`;
  return `partition ${partition}: Druid needs offset ${next}, ${has}`;
}
