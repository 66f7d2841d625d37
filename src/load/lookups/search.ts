import type { SearchPath } from "../project.ts";
import type { Reading } from "../reading.ts";

/** Says where the functions look that have been compiled for a task since then, unless a task within it has said so. */
export function setSearch(since: number, search: SearchPath, { fileUses }: Pick<Reading, "fileUses">): void {
  for (const use of fileUses.slice(since)) use.search ??= search;
}
