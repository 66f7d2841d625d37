import { realpath } from "node:fs/promises";
import path from "node:path";
import type { NonEmpty } from "../../model/non-empty.ts";
import { findRepository } from "./git-repository.ts";
import { repositoryOf } from "./remote-url.ts";

/**
 * What tells this project from others that manage the same hosts: the repository that it is checked out from, and the project's folder in
 * it after `//`; without one, the real path of its folder. Hosts keep the first name with a handler that is pending. The others mean this
 * project too: it had them before it got a repository.
 */
export async function projectIdentity(root: string): Promise<NonEmpty<string>> {
  const folder = await realpath(root).catch(() => root);
  const found = await findRepository(folder);
  const repository = found && repositoryOf(found.url, found.folder);
  if (found === undefined || repository === undefined) return [folder];
  const inside = path.relative(found.folder, folder).replaceAll(path.sep, "/");
  return [inside === "" ? repository : `${repository}//${inside}`, folder];
}
