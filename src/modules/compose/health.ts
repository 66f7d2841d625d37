import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Settled } from "../../module/contract.ts";
import { isTeardown } from "./decide-teardown.ts";
import type { ComposeArgs } from "./args.ts";
import type { ComposeState, Container } from "./parse.ts";

/** Waits until all containers run and pass their health checks. An ended container is a failure; an unhealthy one may recover. */
export function checkContainers(args: ComposeArgs, state: ComposeState): Settled {
  if (isTeardown(args) || !args.wait) return { is: "settled" };
  const services = [...(state.hashes?.keys() ?? [])];
  const own = state.containers.filter(({ service, oneOff }) => services.includes(service) && !oneOff);
  const ended = own.find((container) => container.state === "exited" || container.state === "dead");
  if (ended) {
    const details = state.logs.get(ended.service) ?? [];
    const fault = moduleFault("modules/container-down", { service: ended.service, status: ended.status }, { details });
    return { is: "failed", fault };
  }
  const missing = services
    .filter((name) => !own.some(({ service }) => service === name))
    .map((name) => `${name}: no container`);
  const unhealthy = own
    .filter((container) => !isHealthy(container))
    .map((container) => `${container.service}: ${describe(container, state)}`);
  const waiting = [...missing, ...unhealthy];
  return waiting.length === 0 ? { is: "settled" } : { is: "waiting", for: waiting.join("; ") };
}

function isHealthy({ state, status }: Container): boolean {
  return state === "running" && !/\((?:health: starting|unhealthy)\)/.test(status);
}

function describe({ service, status }: Container, { logs }: ComposeState): string {
  const last = logs.get(service)?.at(-1);
  return last === undefined ? status : `${status}; end of its log: ${last}`;
}
