import path from "node:path";
import { runFault } from "../../errors/catalogue/run.ts";
import { nearest } from "../../errors/nearest.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Include, TaskList } from "../../load/project.ts";
import { displayName } from "../../load/reading.ts";

/** The list that an include means by a name: the first one of that name in its folders. */
export function listNamed(name: string, { name: tree, folders, lists }: Include, root: string): Outcome<TaskList> {
  const paths = folders.map((folder) => path.resolve(folder, name));
  const found = paths.flatMap((file) => lists.get(file) ?? [])[0];
  if (found) return good(found);
  const known = [...lists.values()].map((list) => list.name);
  const details = [...new Set(paths)].map((file) => `searched: ${displayName(root, file)}`);
  const rename = inOtherCase(paths, lists.keys(), root);
  const parameters = { name, near: nearest(name, known), known, rename };
  return bad(runFault("run/include-unknown", parameters, { origin: tree.origin, details }));
}

/** The file that differs from one that was searched only in letter case, as `Debian.yml` does from `debian.yml`. */
export function inOtherCase(searched: readonly string[], files: Iterable<string>, root: string) {
  const wanted = new Map(searched.map((file) => [file.toLowerCase(), file]));
  for (const file of files) {
    const to = wanted.get(file.toLowerCase());
    if (to !== undefined) return { from: displayName(root, file), to: displayName(root, to) };
  }
  return undefined;
}

/** The tasks of a role that an include means. */
export function roleNamed(role: string, from: string, { name: tree, lists }: Include): Outcome<TaskList> {
  const key = `${role}/${from.replace(/\.(?:ya?ml|json)$/, "")}`;
  const found = lists.get(key);
  if (found) return good(found);
  const known = [...lists.keys()].map((one) => one.replace(/\/main$/, ""));
  const name = key.replace(/\/main$/, "");
  return bad(runFault("run/include-unknown", { name, near: nearest(name, known), known }, { origin: tree.origin }));
}
