import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Change } from "../../model/change.ts";
import { Unknown } from "../../model/unknown.ts";
import { type Value, isMap } from "../../model/value.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import { dockerFault } from "../lib/docker.ts";
import { tail } from "../lib/script-output.ts";
import { decideLess, isLess, orphans } from "./decide-removal.ts";
import { describe, faulty, later, resultOf } from "./decision.ts";
import { type Wanted, type WantedService, wantedServices } from "./diff.ts";
import type { ComposeArgs } from "./args.ts";
import type { ComposeState, Container } from "./parse.ts";

export function decideCompose(args: ComposeArgs, state: ComposeState, predicted: Predicted): Decision {
  const pending = predicted.any("package") || predicted.any("unit");
  if (state.trouble && !pending) return faulty(dockerFault(state.trouble, state.said));
  if (isLess(args)) return decideLess(args, state, predicted);
  const wanted = wantedServices(args, state, predicted);
  if (wanted instanceof Unknown) return { changes: [], result: {}, unpredictable: wanted.reason };
  if (!wanted) return pending && state.trouble ? later() : faulty(refusal(args, state));
  if (wanted.unknown.length > 0) {
    return faulty(moduleFault("modules/no-service", { services: wanted.unknown, known: wanted.known }));
  }
  // What they depend on is only seen to.
  const again = args.state === "restarted" ? (args.services ?? [...wanted.services.keys()]) : [];
  const changes = [
    ...[...wanted.services].flatMap(([name, service]) =>
      bringUp(name, service, { ...wanted, again }, state, predicted),
    ),
    ...(args.remove_orphans && !args.services ? orphans(wanted, state, predicted) : []),
  ];
  return { changes, result: resultOf(wanted.project, [...wanted.services.keys()], state, changes) };
}

function refusal({ project_src }: ComposeArgs, { folder, said }: ComposeState) {
  if (!folder) return moduleFault("modules/no-project", { path: project_src }, { missing: true });
  return moduleFault("modules/compose-file", { folder: project_src }, { missing: true, details: tail(said) });
}

function bringUp(
  name: string,
  service: WantedService,
  { project, again }: Wanted & { readonly again: readonly string[] },
  state: ComposeState,
  predicted: Predicted,
): readonly Change[] {
  const resource = { kind: "container", name: `${project}/${name}` } as const;
  const own = state.containers.filter((container) => container.service === name && !container.oneOff);
  const will = predicted.get(resource);
  const needed = will === undefined ? deedFor(service, own) : deedAfter(service, will);
  // One that an earlier change of this run makes anew begins anew by that.
  const deed = needed ?? (again.includes(name) && will === undefined ? "restart" : undefined);
  if (!deed) return [];
  const before = will ?? describe(own[0]);
  const after = { state: "running", definition: service.definition };
  return [{ resource, summary: `${deed} ${project}/${name}`, before, after }];
}

/** What compose has to do with the containers of a service; nothing where all of them fit and run. */
function deedFor({ fits }: WantedService, own: readonly Container[]): string | undefined {
  if (own.length === 0) return "create";
  if (own.some(({ hash }) => hash !== fits)) return "recreate";
  if (own.some(({ image }) => image.startsWith("sha256:"))) return "recreate from its newer image";
  if (own.some(({ state }) => state === "paused")) return "unpause";
  return own.some(({ state }) => state !== "running" && state !== "restarting") ? "start" : undefined;
}

function deedAfter({ definition }: WantedService, will: Value): string | undefined {
  if (!isMap(will)) return will === null ? "create" : "recreate";
  if (will["definition"] !== definition) return "recreate";
  return will["state"] === "running" ? undefined : "start";
}
