import type { Supervisor } from "../../services/druid/model.ts";

/** Seconds after which a task that still reads has got over what the one before it fell over. */
const STEADY = 30;

/** What a supervisor that is to rest still unhealthiness. */
export function suspensionPending({ status }: Supervisor): string | undefined {
  if (status.state !== "SUSPENDED") return `it is ${status.state}`;
  return status.active > 0 ? `${status.active} tasks still read` : undefined;
}

/** What a supervisor that is to run still unhealthiness. */
export function unhealthiness({ status, failed }: Supervisor): string | undefined {
  const { state, detailed, healthy, active, steady, errors } = status;
  const [error] = errors;
  if (!healthy) return `it is ${detailed}${error === undefined ? "" : `: ${error}`}`;
  if (state === "IDLE") return undefined;
  if (detailed !== "RUNNING") return `it is ${detailed}`;
  if (active === 0) return "no task of it reads yet";
  return failed !== undefined && steady < STEADY ? failed : undefined;
}
