import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Settled } from "../../module/contract.ts";
import { isLess } from "./decide-removal.ts";
import type { ComposeArgs } from "./args.ts";
import type { ComposeState, Container } from "./parse.ts";

/** Running, and healthy where a health check says so. A container that has ended has failed; one that is unhealthy may recover. */
export function lookAtContainers(args: ComposeArgs, state: ComposeState): Settled {
  if (isLess(args) || !args.wait) return { is: "settled" };
  const wanted = [...(state.hashes?.keys() ?? [])];
  const own = state.containers.filter(({ service, oneOff }) => wanted.includes(service) && !oneOff);
  const ended = own.find(({ state: is }) => is === "exited" || is === "dead");
  if (ended) {
    const details = state.logs.get(ended.service) ?? [];
    const fault = moduleFault("modules/container-down", { service: ended.service, status: ended.status }, { details });
    return { is: "failed", fault };
  }
  const none = wanted
    .filter((name) => !own.some(({ service }) => service === name))
    .map((name) => `${name}: no container`);
  const unwell = own
    .filter((container) => !isWell(container))
    .map((container) => `${container.service}: ${describe(container, state)}`);
  const waiting = [...none, ...unwell];
  return waiting.length === 0 ? { is: "settled" } : { is: "waiting", for: waiting.join("; ") };
}

function isWell({ state, status }: Container): boolean {
  return state === "running" && !/\((?:health: starting|unhealthy)\)/.test(status);
}

function describe({ service, status }: Container, { logs }: ComposeState): string {
  const last = logs.get(service)?.at(-1);
  return last === undefined ? status : `${status}, last in its log: ${last}`;
}
