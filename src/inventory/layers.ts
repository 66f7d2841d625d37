import type { Layer, Variable } from "../language/scope.ts";
import type { MapTree } from "../language/tree.ts";
import { ALIASES } from "./aliases.ts";

/** A layer of variables written in the project. Ansible's name of a connection setting also defines ours. */
export function projectLayer(name: string, map: MapTree): Layer {
  const variables = new Map<string, Variable>();
  for (const [key, { value }] of map.entries) {
    const own = ALIASES.get(key);
    if (own !== undefined && !map.entries.has(own)) variables.set(own, { from: "project", tree: value });
    variables.set(key, { from: "project", tree: value });
  }
  return { name, variables };
}
