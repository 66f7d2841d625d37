import type { Layer } from "../language/scope.ts";
import type { MapTree } from "../language/tree.ts";
import { isList, isMap, type Value } from "../model/value.ts";
import { settersOf, showSetter } from "./setters.ts";

/** The lists under `provides` whose entries get `set_by`, and the key in it that the variables set. */
const LISTS: ReadonlyMap<string, string> = new Map([
  ["memory", "size"],
  ["disk", "size"],
  ["ports", "port"],
]);

/** What a role declares, with the variables that set each memory limit, size on disk and port, for messages. */
export function withSetters({ entries }: MapTree, value: Value, layers: readonly Layer[]): Value {
  if (!isMap(value)) return value;
  const lists = Object.entries(value).map(([list, items]) => {
    const tree = entries.get(list)?.value;
    const key = LISTS.get(list);
    if (key === undefined || tree?.kind !== "list" || !isList(items)) return [list, items] as const;
    const named = items.map((item, index) => {
      const written = tree.items[index];
      const part = written?.kind === "map" ? written.entries.get(key)?.value : undefined;
      const setters = part ? settersOf(part, layers) : [];
      return isMap(item) && setters.length > 0 ? { set_by: setters.map(showSetter).join(", "), ...item } : item;
    });
    return [list, named] as const;
  });
  return Object.fromEntries(lists);
}
