import { druidFault } from "../../errors/catalogue/services/druid.ts";
import type { Fault } from "../../errors/fault.ts";
import type { SupervisorStatus } from "../../services/druid/model.ts";
import type { PartitionOffsets } from "../../services/kafka/model.ts";

/** What Druid says when it is to read on where Kafka has nothing any more. */
const GONE = /sequenceNumber \[(\d+)\] is no longer available for partition \[(\d+)\]/i;

interface Gap {
  readonly partition: string;
  /** What Druid is to read next, and the first that Kafka still has, where that is known. */
  readonly desired: number;
  readonly earliest: number | undefined;
}

/**
 * The records that Kafka no longer has and Druid has not read. A task that meets a gap says nothing of it: it waits for ever, and its
 * supervisor is healthy; so the offsets of both are compared.
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
    const desired = offsets[String(partition)];
    return desired !== undefined && desired < earliest ? [{ partition: String(partition), desired, earliest }] : [];
  });
}

/** Errors of long ago are told for a while, so only those count that no task has got over. */
function reportedGaps({ errors, healthy }: SupervisorStatus, kept: readonly PartitionOffsets[] = []): Gap[] {
  if (healthy) return [];
  return errors.flatMap((error) => {
    const [, desired, partition] = GONE.exec(error) ?? [];
    if (desired === undefined || partition === undefined) return [];
    const earliest = kept.find((one) => String(one.partition) === partition)?.earliest;
    return [{ partition, desired: Number(desired), earliest }];
  });
}

function shown({ partition, desired, earliest }: Gap): string {
  const has = earliest === undefined ? "Kafka no longer has that" : `Kafka's first is ${earliest}`;
  return `partition ${partition}: Druid is to read on at offset ${desired}, ${has}`;
}
