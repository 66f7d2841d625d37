import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Change } from "../../model/change.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import { normalPath } from "../lib/path/args.ts";
import { describe, faulty, later, resultOf } from "./decision.ts";
import type { Wanted } from "./diff.ts";
import type { ComposeArgs } from "./args.ts";
import type { ComposeState } from "./parse.ts";

/** Whether containers are to go, which goes by what is there alone. */
export function isLess({ state }: Pick<ComposeArgs, "state">): boolean {
  return state === "stopped" || state === "absent";
}

/** Stopping and removing go by the containers that are there: the files need not be. */
export function decideLess(args: ComposeArgs, state: ComposeState, predicted: Predicted): Decision {
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

export function orphans({ project, known }: Wanted, state: ComposeState, predicted: Predicted): readonly Change[] {
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
