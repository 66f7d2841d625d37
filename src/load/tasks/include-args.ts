import { loadFault } from "../../errors/catalogue/load.ts";
import type { Loading } from "../loading.ts";
import { child, isNull, type MapNode, type NodeEntry } from "../yaml/node.ts";
import type { IncludeWord } from "../schemas/include.ts";
import { mapOfInclude, showInclude } from "../includes/free-form.ts";
import { replaceScalar, separatorIn } from "../rewrites/written.ts";

/** A task that includes or imports others. */
export interface IncludeNode {
  readonly word: IncludeWord;
  readonly node: MapNode;
  readonly entry: NodeEntry;
}

/** The arguments of an include as a map: written below its word, as its only value, or under `args`. */
export function includeArgs({ word, node, entry }: IncludeNode, loading: Loading): MapNode | undefined {
  const { value, origin } = entry;
  const args = child(node, "args");
  const more = args?.kind === "map" ? [...args.entries] : [];
  const main = word.endsWith("_tasks") ? "file" : "name";
  if (value.kind === "list") {
    const known = [main, "apply"];
    loading.faults.push(
      loadFault("load/arguments-wanted", { module: word, known, map: undefined }, { origin: value.origin }),
    );
    return undefined;
  }
  if (value.kind === "map") return { ...value, entries: new Map([...value.entries, ...more]) };
  if (isNull(value)) return { kind: "map", entries: new Map(more), origin };
  if (typeof value.value === "string" && value.tag === undefined) {
    const written = mapOfInclude(word, value.value);
    if (written) {
      const edit = replaceScalar(value, [written.map, ...written.beside].join(separatorIn(node, entry)));
      const map = showInclude(written);
      loading.faults.push(loadFault("load/free-form", { module: word, map }, { origin: value.origin, edit }));
      return undefined;
    }
  }
  const entries: (readonly [string, NodeEntry])[] = [[main, { origin: value.origin, value }], ...more];
  return { kind: "map", entries: new Map(entries), origin: value.origin };
}
