import { type Outcome, good } from "../../errors/fault.ts";
import type { DruidReader, Supervisor } from "../../services/druid/model.ts";
import type { PartitionOffsets } from "../../services/kafka/model.ts";
import { type SupervisorArgs, desiredOf } from "./args.ts";
import { sourceOf } from "./spec.ts";

export interface SupervisorState {
  /** Undefined if it does not exist. */
  readonly supervisor: Supervisor | undefined;
  /** The offsets that Kafka keeps of the topic; read only if the supervisor lags or is unhealthy. */
  readonly kept: readonly PartitionOffsets[] | undefined;
}

export async function probeSupervisor(args: SupervisorArgs, reader: DruidReader): Promise<Outcome<SupervisorState>> {
  const desired = desiredOf(args);
  if (!desired.ok) return desired;
  const supervisor = await reader.supervisor(desired.value.id);
  if (!supervisor.ok) return supervisor;
  const found = supervisor.value;
  const source = found && isSuspect(found) ? sourceOf(found.spec) : undefined;
  const kept = source ? await reader.kafkaOffsets(source.bootstrap, source.topic) : undefined;
  return good({ supervisor: found, kept });
}

function isSuspect({ status }: Supervisor): boolean {
  return !status.suspended && (status.lag > 0 || !status.counted || !status.healthy);
}
