import { isNull, type Node } from "../../load/yaml/node.ts";
import { hostEntry } from "../names.ts";

/** How many names a hint shows. */
const SHOWN = 5;

/** The map to write for a list of hosts or groups, as in `{ web1: {}, web2: {} }`; undefined if the items are no names. */
export function hostEntries(list: Node | readonly string[]): string | undefined {
  const entries = isNode(list) ? entriesIn(list) : list.map(hostEntry);
  if (!entries?.every((entry) => entry !== undefined) || entries.length === 0) return undefined;
  const more = entries.length > SHOWN ? ["…"] : [];
  return `{ ${[...entries.slice(0, SHOWN), ...more].join(", ")} }`;
}

function isNode(list: Node | readonly string[]): list is Node {
  return "kind" in list;
}

/** The entries for a list of names or of maps with one key, or for the names in a string. */
function entriesIn(node: Node): readonly (string | undefined)[] | undefined {
  if (node.kind === "scalar")
    return typeof node.value === "string" ? node.value.split(/[\s,]+/).map(hostEntry) : undefined;
  if (node.kind === "map") return undefined;
  return node.items.map((item) => {
    if (item.kind === "scalar") return isNull(item) ? undefined : hostEntry(String(item.value));
    const [[name, entry] = []] = item.kind === "map" && item.entries.size === 1 ? [...item.entries] : [];
    return name === undefined || isNull(entry?.value) ? name && hostEntry(name) : `${name}: { … }`;
  });
}
