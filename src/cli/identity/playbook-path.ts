import { realpath } from "node:fs/promises";
import path from "node:path";

/**
 * A playbook as the project names it, if its path leads into the project's folder only through a symbolic link. Hosts remember handlers by
 * that name. A link in the place of the playbook itself is a name of its own.
 */
export async function pathInProject(playbook: string, root: string): Promise<string> {
  const file = path.resolve(root, playbook);
  if (isInside(path.relative(root, file))) return playbook;
  const [folder, realRoot] = await Promise.all([real(path.dirname(file)), real(root)]);
  const name = path.relative(realRoot, path.join(folder, path.basename(file)));
  return isInside(name) ? name : playbook;
}

function isInside(relative: string): boolean {
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

async function real(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}
