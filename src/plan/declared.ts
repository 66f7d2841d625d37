import type { LoadedProject } from "../inventory/load-project.ts";
import { evaluate } from "../language/evaluate.ts";
import { createScope, type LayeredScope } from "../language/scope.ts";
import { textOf } from "../language/text.ts";
import type { MapTree, Tree } from "../language/tree.ts";
import type { Play } from "../load/project.ts";
import type { Host } from "../model/host.ts";
import { Unknown } from "../model/unknown.ts";
import type { Value } from "../model/value.ts";
import { hostLayer, namesSetByTasks } from "./before-run.ts";
import type { Plan } from "./plan.ts";
import { settersOf, type Setter } from "./setters.ts";
import { isSettled } from "./settled.ts";
import { layersFor } from "./variables.ts";

/** What the roles declare under `provides` for one host: the entries of the lists below that apply to it. */
export interface Declared {
  readonly host: Host;
  readonly entries: readonly Entry[];
}

/** The declarations for each host of the plan, with the variables of its first play. */
export function declaredOn(loaded: LoadedProject, plan: Plan): Declared[] {
  const runtimeNames = namesSetByTasks(loaded.project);
  const firstPlays = new Map<Host, Play>();
  for (const { play, batches } of plan.plays.toReversed())
    for (const host of batches.flat()) firstPlays.set(host, play);
  return [...firstPlays].map(([host, play]) => ({ host, entries: entriesOn(host, play, loaded, runtimeNames) }));
}

/** The declared lists that the engine reads. */
const LISTS = ["ports", "memory", "images", "registries"] as const;

/** An entry of a declared list, on one host. */
export interface Entry {
  readonly list: (typeof LISTS)[number];
  /** The name of the role that declares it. */
  readonly role: string;
  readonly tree: MapTree;
  readonly scope: LayeredScope;
  /** The value of a key; undefined if the entry does not have it, unknown if it is not known before the run. */
  readonly value: (key: string) => Value | undefined;
}

const UNSETTLED = new Unknown("it is known only during the run");

function entriesOn(host: Host, play: Play, loaded: LoadedProject, runtimeNames: ReadonlySet<string>): Entry[] {
  const { inventory, extraVars, project, typing } = loaded;
  const variables = { inventory, host, registered: { name: "registered", variables: new Map() }, extraVars };
  return project.providers.flatMap(({ use, provides }) => {
    const layers = layersFor(variables, play, { role: use, task: undefined });
    const scope = createScope([...layers, hostLayer(inventory, host)], typing);
    const valueOf = (tree: Tree) => {
      const value = isSettled(tree, scope.layers, runtimeNames) ? evaluate(tree, scope) : undefined;
      return value?.ok ? value.value : UNSETTLED;
    };
    const lists = LISTS.flatMap((list) =>
      mapsIn(provides.entries.get(list)?.value).map((tree): Entry => {
        const value = (key: string) => {
          const found = tree.entries.get(key)?.value;
          return found && valueOf(found);
        };
        return { list, role: use.role.name, tree, scope, value };
      }),
    );
    return lists.filter((entry) => isDueOn(entry, host));
  });
}

function mapsIn(tree: Tree | undefined): MapTree[] {
  return tree?.kind === "list" ? tree.items.filter((item) => item.kind === "map") : [];
}

function isDueOn({ value }: Entry, { groups }: Host): boolean {
  const [group, when] = [value("group"), value("when")];
  return (group === undefined || groups.some((name) => name === group)) && (when === undefined || when === true);
}

/** The value of a key as text; empty if it has none. */
export function textAt({ value }: Entry, key: string): string {
  return textOf(value(key) ?? null) ?? "";
}

/** The variables that set the value of a key. */
export function settersOfKey({ tree, scope }: Entry, key: string): Setter[] {
  const written = tree.entries.get(key)?.value;
  return written ? settersOf(written, scope.layers) : [];
}
