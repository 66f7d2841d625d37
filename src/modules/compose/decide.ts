import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Change } from "../../model/change.ts";
import { Unknown } from "../../model/unknown.ts";
import { isMap, type Value } from "../../model/value.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import { tail } from "../lib/answers.ts";
import type { ComposeArgs, ComposeState, Container } from "./probe.ts";
import { wantedServices, type Wanted, type WantedService } from "./wanted.ts";
import { dockerFault } from "../lib/docker.ts";
import { normalPath } from "../lib/path/args.ts";

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

/** Whether containers are to go, which goes by what is there alone. */
export function isLess({ state }: Pick<ComposeArgs, "state">): boolean {
  return state === "stopped" || state === "absent";
}

const faulty = (fault: NonNullable<Decision["fault"]>): Decision => ({ changes: [], result: {}, fault });
const later = (): Decision => ({
  changes: [],
  result: {},
  unpredictable: "docker is not there yet to read the compose files",
});

function refusal({ project_src }: ComposeArgs, { folder, said }: ComposeState) {
  if (!folder) return moduleFault("modules/no-project", { path: project_src }, { missing: true });
  return moduleFault("modules/compose-file", { folder: project_src }, { missing: true, details: tail(said) });
}

/** The ids of the services' containers: of those that are to be changed they are not known yet. */
function resultOf(project: string, services: readonly string[], state: ComposeState, changes: readonly Change[]) {
  const changed = new Set(changes.map(({ resource }) => resource.name));
  const containers = services.flatMap((service): readonly (readonly [string, Value])[] => {
    if (changed.has(`${project}/${service}`)) return [[service, NEW_ID]];
    const own = state.containers.find((container) => container.service === service && !container.oneOff);
    return own ? [[service, own.id]] : [];
  });
  return { project, containers: Object.fromEntries(containers) };
}

const NEW_ID = new Unknown("the container may be made anew");

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

function describe(container: Container | undefined): Value {
  return container ? { state: container.state, definition: container.hash } : null;
}

function orphans({ project, known }: Wanted, state: ComposeState, predicted: Predicted): readonly Change[] {
  const names = new Set(state.containers.map(({ service }) => service).filter((service) => !known.includes(service)));
  return removals(project, [...names], state, predicted);
}

function removals(
  project: string,
  services: readonly string[],
  state: ComposeState,
  predicted: Predicted,
): readonly Change[] {
  return services.flatMap((service) => {
    const resource = { kind: "container", name: `${project}/${service}` } as const;
    const before =
      predicted.get(resource) ?? describe(state.containers.find((container) => container.service === service));
    return before === null ? [] : [{ resource, summary: `remove ${project}/${service}`, before, after: null }];
  });
}

/** Stopping and removing go by the containers that are there: the files need not be. */
function decideLess(args: ComposeArgs, state: ComposeState, predicted: Predicted): Decision {
  const project = args.project_name ?? state.name;
  if (project === undefined) {
    if (state.trouble) return later();
    const write = `Give it: ${normalPath(args.project_src)} holds no compose file that tells it.`;
    return faulty(moduleFault("modules/argument", { name: "project_name", problem: "is missing", write }));
  }
  const services = args.services ?? [...new Set(state.containers.map(({ service }) => service))];
  const changes =
    args.state === "stopped" ? stops(project, services, state) : removals(project, services, state, predicted);
  const rest = args.state === "absent" && !args.services ? leftovers(project, args, state) : [];
  return {
    changes: [...changes, ...rest],
    result: resultOf(project, args.state === "absent" ? [] : services, state, []),
  };
}

function stops(project: string, services: readonly string[], state: ComposeState): readonly Change[] {
  return services.flatMap((service) => {
    const own = state.containers.filter((container) => container.service === service && !container.oneOff);
    const runs = own.find((container) => ["running", "restarting", "paused"].includes(container.state));
    if (!runs) return [];
    const after = { state: "exited", definition: runs.hash };
    const resource = { kind: "container", name: `${project}/${service}` } as const;
    return [{ resource, summary: `stop ${project}/${service}`, before: describe(runs), after }];
  });
}

function leftovers(project: string, args: ComposeArgs, { networks, volumes }: ComposeState): readonly Change[] {
  const count = networks + (args.remove_volumes ? volumes : 0);
  if (count === 0) return [];
  const what = args.remove_volumes ? "networks and volumes" : "networks";
  return [
    {
      resource: { kind: "container", name: `${project}/` },
      summary: `remove the ${what} of ${project}`,
      before: count,
      after: null,
    },
  ];
}
