import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Change, Resource } from "../../../model/change.ts";
import { isMap } from "../../../model/value.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { elementOf, isWanted, type Element, type FirewalldArgs } from "./args.ts";
import type { FirewalldState } from "./probe.ts";

/** The settings that act now, and those that act from the next start on. */
type Layer = "runtime" | "permanent";

export function decideFirewalld(args: FirewalldArgs, state: FirewalldState, predicted: Predicted): Decision {
  const result = { zone: state.zone };
  if (predicted.any("path", (path) => path.startsWith("/etc/firewalld/")))
    return { changes: [], result, unpredictable: "earlier tasks would change the firewall's files" };
  const starts = !state.isRunning && isStarted(predicted);
  const now = args.immediate || !args.permanent;
  const runs = state.isRunning || starts;
  if (now && !runs && !(args.offline && args.permanent)) {
    return { changes: [], result, fault: systemFault("modules/firewalld-stopped", {}, { missing: true }) };
  }
  const layers: readonly Layer[] = [
    ...(args.permanent ? (["permanent"] as const) : []),
    ...(now && runs ? (["runtime"] as const) : []),
  ];
  // At its start, firewalld takes over the permanent settings.
  const exits = { permanent: state.permanent, runtime: starts ? state.permanent : state.runtime };
  const failed = layers.map((layer) => exits[layer]).find((exit) => exit !== 0 && exit !== 1);
  if (failed !== undefined) {
    const what = { what: `ask firewalld about ${wordsOf(elementOf(args))} in the zone ${state.zone}`, exit: failed };
    const fault = moduleFault("modules/step-failed", what, { details: state.details, missing: true });
    return { changes: [], result, fault };
  }
  return {
    changes: layers.flatMap((layer) => changeOf(args, state.zone, layer, exits[layer] === 0, predicted)),
    result,
  };
}

function isStarted(predicted: Predicted): boolean {
  const unit = predicted.get({ kind: "unit", name: "firewalld.service" }) ?? null;
  return isMap(unit) && unit["active"] === true;
}

function changeOf(
  args: FirewalldArgs,
  zone: string,
  layer: Layer,
  isThere: boolean,
  predicted: Predicted,
): readonly Change[] {
  const element = elementOf(args);
  const resource: Resource = { kind: "setting", name: `firewalld/${layer}/${placeOf(element, zone)}` };
  const later = predicted.get(resource);
  const own = element.isMoved ? zone : "enabled";
  const before = later === undefined ? (isThere ? own : null) : later;
  const after = isWanted(args) ? own : null;
  // A source or an interface that is in another zone is not this task's to remove.
  if (before === after || (after === null && before !== own)) return [];
  const verb = after === null ? "disable" : "enable";
  const when = layer === "runtime" ? "now" : "permanently";
  return [{ resource, summary: `${verb} ${wordsOf(element)} in the zone ${zone} ${when}`, before, after }];
}

/** What is in one zone only has one place in all of them. Quotation marks of a rich rule make no difference. */
function placeOf({ option, value: given = "", isMoved }: Element, zone: string): string {
  const value = given.replaceAll('"', "");
  return isMoved ? `${option}/${value}` : `${zone}/${option}/${value}`;
}

function wordsOf({ option, value }: Element): string {
  const words = option.replace("-", " ");
  return value === undefined ? words : `the ${words} ${value}`;
}
