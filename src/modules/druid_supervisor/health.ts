import type { Supervisor } from "../../services/druid/model.ts";

/** Seconds for which a task must have read until the failure of the previous task no longer counts. */
const STEADY_SECONDS = 30;

/** Why a supervisor is not suspended yet; undefined if it is. */
export function suspensionPending({ status }: Supervisor): string | undefined {
  if (status.state !== "SUSPENDED") return `it is ${status.state}`;
  return status.active > 0 ? `${status.active} tasks are still reading` : undefined;
}

/** Why a supervisor that should run is not healthy yet; undefined if it is. */
export function unhealthiness({ status, failed }: Supervisor): string | undefined {
  const { state, detailed, healthy, active, steady, errors } = status;
  const [error] = errors;
  if (!healthy) return `it is ${detailed}${error === undefined ? "" : `: ${error}`}`;
  if (state === "IDLE") return undefined;
  if (detailed !== "RUNNING") return `it is ${detailed}`;
  if (active === 0) return "none of its tasks is reading yet";
  return failed !== undefined && steady < STEADY_SECONDS ? failed : undefined;
}
