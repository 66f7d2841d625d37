import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Change, Resource } from "../../model/change.ts";
import { Unknown } from "../../model/unknown.ts";
import type { Value } from "../../model/value.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import { dockerFault } from "../lib/docker/docker.ts";
import { normalPath } from "../lib/path/args.ts";
import { obstacleFault } from "../lib/path/walk.ts";
import { tail } from "../lib/script-output.ts";
import { decideTeardown, isTeardown, orphans } from "./decide-teardown.ts";
import { actionAfter, actionFor, containersOf, restartFor, summaryOf } from "./action.ts";
import { changesLater } from "./mounts.ts";
import { composeWarnings } from "./warnings.ts";
import { describe, failed, later, resultOf, whenAsked } from "./decision.ts";
import { type DesiredProject, type DesiredService, desiredProject } from "./diff.ts";
import type { ComposeArgs } from "./args.ts";
import type { ComposeState, Container } from "./parse.ts";

export function decideCompose(args: ComposeArgs, state: ComposeState, predicted: Predicted): Decision {
  const pending = predicted.any("package") || predicted.any("unit");
  if (state.problem && !pending) return failed(dockerFault(state.problem, state.stderr));
  if (state.problem === "silent") return whenAsked();
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
  const wanted = { project: desired.project, restarts };
  const found = [...desired.services].map(([name, service]) => bringUp(name, service, wanted, state, predicted));
  const unknown = found.find((changes) => changes instanceof Unknown);
  if (unknown) return { changes: [], result: {}, unpredictable: unknown.reason };
  const changes = [
    ...found.flatMap((changes) => (changes instanceof Unknown ? [] : changes)),
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

interface Wanted {
  readonly project: string;
  readonly restarts: readonly string[];
}

function bringUp(
  name: string,
  service: DesiredService,
  { project, restarts }: Wanted,
  state: ComposeState,
  predicted: Predicted,
): readonly Change[] | Unknown {
  const resource = { kind: "container", name: `${project}/${name}` } as const;
  const own = containersOf(name, state);
  const future = predicted.get(resource);
  if (service.settings.replicas === 0) return switchOff(resource, future, own);
  const needed = future === undefined ? actionFor(name, service, state) : actionAfter(service, future);
  // A container that an earlier change of this run recreates need not be restarted.
  const named = restarts.includes(name) && future === undefined ? { verb: "restart" } : undefined;
  const action =
    needed ?? named ?? restartFor(changesLater(own, predicted, future === undefined ? undefined : resource));
  if (action instanceof Unknown) return action;
  if (!action) return [];
  const before = future ?? describe(own[0]);
  const after = { state: "running", definition: service.definition };
  return [{ resource, summary: summaryOf(action, resource.name), before, after }];
}

/** Removes the containers of a service that is to have none. */
function switchOff(resource: Resource, future: Value | undefined, own: readonly Container[]): readonly Change[] {
  const before = future ?? describe(own[0]);
  return before === null ? [] : [{ resource, summary: `remove ${resource.name}`, before, after: null }];
}
