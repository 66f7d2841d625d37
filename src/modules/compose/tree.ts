/** A map of parsed YAML or JSON. */
export type Tree = Readonly<Record<string, unknown>>;

/** The map, or an empty one if the value is something else. */
export function asTree(value: unknown): Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

/** The list, or a list of the value; empty if there is none. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}
