import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Change, Resource } from "../../model/change.ts";
import { Unknown } from "../../model/unknown.ts";
import { type Value, isMap } from "../../model/value.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import { dockerFault } from "../lib/docker.ts";
import { normalPath } from "../lib/path/args.ts";
import { obstacleFault } from "../lib/path/walk.ts";
import { tail } from "../lib/script-output.ts";
import { decideTeardown, isTeardown, orphans } from "./decide-teardown.ts";
import { hasSucceeded } from "./health.ts";
import { composeWarnings } from "./warnings.ts";
import { describe, failed, later, resultOf } from "./decision.ts";
import { type DesiredProject, type DesiredService, desiredProject } from "./diff.ts";
import type { ComposeArgs } from "./args.ts";
import type { ComposeState, Container } from "./parse.ts";

export function decideCompose(args: ComposeArgs, state: ComposeState, predicted: Predicted): Decision {
  const pending = predicted.any("package") || predicted.any("unit");
  if (state.problem && !pending) return failed(dockerFault(state.problem, state.stderr));
  if (state.obstacle) return failed(obstacleFault(normalPath(args.project_src), state.obstacle, predicted));
  if (isTeardown(args)) return decideTeardown(args, state, predicted);
  const desired = desiredProject(args, state, predicted);
  if (desired instanceof Unknown) return { changes: [], result: {}, unpredictable: desired.reason };
  if (!desired) return pending && state.problem ? later() : failed(rejection(args, state));
  if (desired.unknown.length > 0) {
    return failed(moduleFault("modules/no-service", { services: desired.unknown, known: desired.known }));
  }
  // Their dependencies are brought up, but not restarted.
  const restarts = args.state === "restarted" ? (args.services ?? [...desired.services.keys()]) : [];
  const changes = [
    ...[...desired.services].flatMap(([name, service]) =>
      bringUp(name, service, { ...desired, restarts }, state, predicted),
    ),
    ...(args.remove_orphans && !args.services ? orphans(desired, state, predicted) : []),
  ];
  const switchedOn = [...desired.services].filter(([, { settings }]) => settings.replicas !== 0).map(([name]) => name);
  return {
    changes,
    result: resultOf({ project: desired.project, services: switchedOn, state, changes }),
    warnings: isCurrent(desired, state) ? composeWarnings(args, state) : [],
  };
}

/** Whether the project is what compose read, not what check mode predicts of changed files. */
function isCurrent({ services }: DesiredProject, { hashes }: ComposeState): boolean {
  return [...services].every(([name, { definition }]) => hashes?.get(name) === definition);
}

function rejection({ project_src }: ComposeArgs, { folder, stderr }: ComposeState) {
  if (!folder) return moduleFault("modules/no-project", { path: project_src }, { missing: true });
  return moduleFault("modules/compose-file", { folder: project_src }, { missing: true, details: tail(stderr) });
}

function bringUp(
  name: string,
  service: DesiredService,
  { project, restarts }: DesiredProject & { readonly restarts: readonly string[] },
  state: ComposeState,
  predicted: Predicted,
): readonly Change[] {
  const resource = { kind: "container", name: `${project}/${name}` } as const;
  const own = state.containers.filter((container) => container.service === name && !container.oneOff);
  const future = predicted.get(resource);
  if (service.settings.replicas === 0) return switchOff(resource, future, own);
  const needed = future === undefined ? actionFor(service, own) : actionAfter(service, future);
  // A container that an earlier change of this run recreates need not be restarted.
  const action = needed ?? (restarts.includes(name) && future === undefined ? "restart" : undefined);
  if (!action) return [];
  const before = future ?? describe(own[0]);
  const after = { state: "running", definition: service.definition };
  return [{ resource, summary: `${action} ${project}/${name}`, before, after }];
}

/** Removes the containers of a service that is to have none. */
function switchOff(resource: Resource, future: Value | undefined, own: readonly Container[]): readonly Change[] {
  const before = future ?? describe(own[0]);
  return before === null ? [] : [{ resource, summary: `remove ${resource.name}`, before, after: null }];
}

/** What compose must do with a service's containers; undefined if all of them match and are running. */
function actionFor({ matchingHash, settings }: DesiredService, own: readonly Container[]): string | undefined {
  if (own.length === 0) return "create";
  if (own.some(({ hash }) => hash !== matchingHash)) return "recreate";
  if (own.some(({ image }) => image.startsWith("sha256:"))) return "recreate from its newer image";
  if (own.some(({ state }) => state === "paused")) return "unpause";
  if (own.length !== settings.replicas) return `scale to ${settings.replicas} containers`;
  const isDone = (container: Container) => settings.isJob && hasSucceeded(container);
  const isUp = ({ state }: Container) => state === "running" || state === "restarting";
  return own.every((container) => isUp(container) || isDone(container)) ? undefined : "start";
}

function actionAfter({ definition }: DesiredService, future: Value): string | undefined {
  if (!isMap(future)) return future === null ? "create" : "recreate";
  if (future["definition"] !== definition) return "recreate";
  return future["state"] === "running" ? undefined : "start";
}
