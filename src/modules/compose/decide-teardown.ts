import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Change } from "../../model/change.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import { normalPath } from "../lib/path/args.ts";
import { describe, failed, later, resultOf } from "./decision.ts";
import type { DesiredProject } from "./diff.ts";
import type { ComposeArgs } from "./args.ts";
import type { ComposeState } from "./parse.ts";

/** Whether the task stops or removes containers. */
export function isTeardown({ state }: Pick<ComposeArgs, "state">): boolean {
  return state === "stopped" || state === "absent";
}

/** Stopping and removing depend only on the existing containers: the compose files need not exist. */
export function decideTeardown(args: ComposeArgs, state: ComposeState, predicted: Predicted): Decision {
  const project = args.project_name ?? state.name;
  if (project === undefined) {
    if (state.problem) return later();
    const write = `Give it: ${normalPath(args.project_src)} has no compose file that names the project.`;
    return failed(moduleFault("modules/argument", { name: "project_name", problem: "is missing", write }));
  }
  const services = args.services ?? [...new Set(state.containers.map(({ service }) => service))];
  const changes =
    args.state === "stopped" ? stops(project, services, state) : removals(project, services, state, predicted);
  const rest = args.state === "absent" && !args.services ? leftovers(project, args, state) : [];
  return {
    changes: [...changes, ...rest],
    result: resultOf({ project, services: args.state === "absent" ? [] : services, state, changes: [] }),
  };
}

function stops(project: string, services: readonly string[], state: ComposeState): readonly Change[] {
  return services.flatMap((service) => {
    const own = state.containers.filter((container) => container.service === service && !container.oneOff);
    const running = own.find((container) => ["running", "restarting", "paused"].includes(container.state));
    if (!running) return [];
    const after = { state: "exited", definition: running.hash };
    const resource = { kind: "container", name: `${project}/${service}` } as const;
    return [{ resource, summary: `stop ${project}/${service}`, before: describe(running), after }];
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

export function orphans(
  { project, known }: DesiredProject,
  state: ComposeState,
  predicted: Predicted,
): readonly Change[] {
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
