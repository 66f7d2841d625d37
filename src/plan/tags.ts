/** Tags with a special meaning on the command line. */
export const SPECIAL_TAGS: readonly string[] = ["all", "always", "never", "tagged", "untagged"];

/** The values of `--tags` and `--skip-tags`. */
export interface TagChoice {
  readonly tags: readonly string[];
  readonly skip: readonly string[];
}

/** As in Ansible: `always` runs unless it is skipped; `never` runs only if one of the task's tags is requested by name. */
export function isChosen(tags: readonly string[], { tags: requested, skip }: TagChoice): boolean {
  const has = (names: readonly string[]) =>
    names.some(
      (name) =>
        tags.includes(name) ||
        name === "all" ||
        (name === "tagged" && tags.length > 0) ||
        (name === "untagged" && tags.length === 0),
    );
  if (has(skip.filter((name) => name !== "all")) || (skip.includes("all") && !tags.includes("always"))) return false;
  if (requested.length === 0) return !tags.includes("never");
  if (tags.includes("never")) return requested.some((name) => tags.includes(name));
  return tags.includes("always") || has(requested);
}
