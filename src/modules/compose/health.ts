import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Made, Settled } from "../../module/contract.ts";
import { isTeardown } from "./decide-teardown.ts";
import { settingsOf } from "./diff.ts";
import type { ComposeArgs } from "./args.ts";
import type { ComposeState, Container } from "./parse.ts";

/** Waits until all containers run and pass their health checks. An ended container is a failure; an unhealthy one may recover. */
export function checkContainers(args: ComposeArgs, state: ComposeState, made?: Made<ComposeState>): Settled {
  if (isTeardown(args) || !args.wait) return { is: "settled" };
  const services = [...(state.hashes?.keys() ?? [])];
  const own = state.containers
    .filter(({ service, oneOff }) => services.includes(service) && !oneOff)
    .filter((container) => !(settingsOf(container.service, state).isJob && hasSucceeded(container)));
  const ended = own.find((container) => container.state === "exited" || container.state === "dead");
  if (ended) {
    const details = state.logs.get(ended.service) ?? [];
    const { service, restarts, image } = ended;
    const status = restarts > 0 ? `${ended.status}, restarted ${restarts} times` : ended.status;
    const former = formerImage(ended, made?.before);
    const where = { service, status, image, ...(former !== undefined && { former }) };
    const fault = moduleFault("modules/container-down", where, { details });
    return { is: "failed", fault };
  }
  const missing = services
    .filter((name) => !state.containers.some(({ service, oneOff }) => service === name && !oneOff))
    .filter((name) => settingsOf(name, state).replicas > 0)
    .map((name) => `${name}: no container`);
  const unhealthy = own.filter((container) => !isHealthy(container));
  const waiting = [...missing, ...unhealthy.map((one) => `${one.service}: ${describe(one, state)}`)];
  if (waiting.length === 0) return { is: "settled" };
  const details = unhealthy.flatMap((one) => [...(state.logs.get(one.service) ?? []), ...wayBack(one, made?.before)]);
  return { is: "waiting", for: waiting.join("; "), ...(details.length > 0 && { details }) };
}

/** The image that the service's container had before this run changed it, if it was another one. */
function formerImage({ service, image }: Container, before: ComposeState | undefined): string | undefined {
  const former = before?.containers.find((one) => one.service === service && !one.oneOff);
  return former?.image === image ? undefined : former?.image;
}

function wayBack(container: Container, before: ComposeState | undefined): readonly string[] {
  const former = formerImage(container, before);
  if (former === undefined) return [];
  const { service, image } = container;
  return [
    `Before this run changed ${service}, it ran ${former}; now it has ${image}. To go back, set its image to ${former} again, and run again.`,
  ];
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
