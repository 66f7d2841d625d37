import { Unknown } from "../../model/unknown.ts";
import type { Value } from "../../model/value.ts";
import { isMap } from "../../model/value.ts";
import type { DesiredService } from "./diff.ts";
import { hasSucceeded } from "./health.ts";
import { changedSince } from "./mounts.ts";
import type { ComposeState, Container } from "./parse.ts";
import { deviations } from "./settings.ts";

/** What is to be done with a service's containers. */
export interface Action {
  readonly verb: string;
  /** Why, if the verb does not say it. */
  readonly reason?: string;
  /** Compose, which compares only definitions, does not do it by itself. */
  readonly ownWork?: "restart" | "recreate";
}

export function summaryOf({ verb, reason }: Action, container: string): string {
  return `${verb} ${container}${reason === undefined ? "" : `: ${reason}`}`;
}

export function containersOf(service: string, { containers }: ComposeState): readonly Container[] {
  return containers.filter((container) => container.service === service && !container.oneOff);
}

/** What must be done with a service's containers; undefined if all of them match and are running, `Unknown` if they may match. */
export function actionFor(
  name: string,
  { matchingHash, settings }: DesiredService,
  state: ComposeState,
): Action | Unknown | undefined {
  const own = containersOf(name, state);
  if (own.length === 0) return { verb: "create" };
  if (matchingHash instanceof Unknown) return matchingHash;
  if (own.some(({ hash }) => hash !== matchingHash)) return { verb: "recreate" };
  if (own.some(({ image }) => image.startsWith("sha256:"))) return { verb: "recreate from its newer image" };
  const changed = changedSettings(name, own, state);
  if (changed !== "") return { verb: "recreate", reason: changed, ownWork: "recreate" };
  if (own.some((container) => container.state === "paused"))
    return restartFor(changedSince(own, state)) ?? { verb: "unpause" };
  if (own.length !== settings.replicas) return { verb: `scale to ${settings.replicas} containers` };
  const isDone = (container: Container) => settings.isJob && hasSucceeded(container);
  const isUp = (container: Container) => container.state === "running" || container.state === "restarting";
  if (!own.every((container) => isUp(container) || isDone(container))) return { verb: "start" };
  return restartFor(changedSince(own, state));
}

/** What must be done after an earlier change of the run. */
export function actionAfter({ definition }: DesiredService, future: Value): Action | undefined {
  if (!isMap(future)) return { verb: future === null ? "create" : "recreate" };
  if (future["definition"] !== definition) return { verb: "recreate" };
  return future["state"] === "running" ? undefined : { verb: "start" };
}

/** A process reads its files when it starts. */
export function restartFor<Other>(changedFile: string | Other): Action | Other {
  if (typeof changedFile !== "string") return changedFile;
  return { verb: "restart", reason: `${changedFile} changed after it started`, ownWork: "restart" };
}

/** How containers differ from what compose would make of the same definition. */
function changedSettings(name: string, own: readonly Container[], { wanted, containers }: ComposeState): string {
  const service = wanted.get(name);
  if (!service) return "";
  const all = containers.flatMap(({ inspected }) => inspected ?? []);
  const found = own.flatMap(({ inspected }) => (inspected ? deviations(service, inspected, all) : []));
  return [...new Set(found)].join(", ");
}
