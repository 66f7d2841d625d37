import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Settled } from "../../module/contract.ts";
import { isTeardown } from "./decide-teardown.ts";
import { settingsOf } from "./diff.ts";
import type { ComposeArgs } from "./args.ts";
import type { ComposeState, Container } from "./parse.ts";

/** Waits until all containers run and pass their health checks. An ended container is a failure; an unhealthy one may recover. */
export function checkContainers(args: ComposeArgs, state: ComposeState): Settled {
  if (isTeardown(args) || !args.wait) return { is: "settled" };
  const services = [...(state.hashes?.keys() ?? [])];
  const own = state.containers
    .filter(({ service, oneOff }) => services.includes(service) && !oneOff)
    .filter((container) => !(settingsOf(container.service, state).isJob && hasSucceeded(container)));
  const ended = own.find((container) => container.state === "exited" || container.state === "dead");
  if (ended) {
    const details = state.logs.get(ended.service) ?? [];
    const { service, restarts } = ended;
    const status = restarts > 0 ? `${ended.status}, restarted ${restarts} times` : ended.status;
    const fault = moduleFault("modules/container-down", { service, status }, { details });
    return { is: "failed", fault };
  }
  const missing = services
    .filter((name) => !state.containers.some(({ service, oneOff }) => service === name && !oneOff))
    .filter((name) => settingsOf(name, state).replicas > 0)
    .map((name) => `${name}: no container`);
  const unhealthy = own.filter((container) => !isHealthy(container));
  const waiting = [...missing, ...unhealthy.map((one) => `${one.service}: ${describe(one, state)}`)];
  if (waiting.length === 0) return { is: "settled" };
  const details = unhealthy.flatMap(({ service }) => state.logs.get(service) ?? []);
  return { is: "waiting", for: waiting.join("; "), ...(details.length > 0 && { details }) };
}

/** Seconds that a container without a health check must run; more if docker has restarted it, because it may end again. */
const STEADY = 3;
const STEADY_AFTER_RESTART = 10;

/** Whether a container has done its work and ended without an error. */
export function hasSucceeded({ state, status }: Container): boolean {
  return state === "exited" && status.startsWith("Exited (0)");
}

function isHealthy({ state, status, restarts, uptime }: Container): boolean {
  if (state !== "running" || /\((?:health: starting|unhealthy)\)/.test(status)) return false;
  if (status.includes("(healthy)") || uptime === undefined) return true;
  return uptime >= (restarts > 0 ? STEADY_AFTER_RESTART : STEADY);
}

function describe({ service, status, restarts }: Container, { logs }: ComposeState): string {
  const last = logs.get(service)?.at(-1);
  const often = restarts > 0 ? `, restarted ${restarts} times` : "";
  return last === undefined ? `${status}${often}` : `${status}${often}; end of its log: ${last}`;
}
