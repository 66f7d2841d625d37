import path from "node:path";
import type { Loading } from "../loading.ts";
import type { SearchPath, Task } from "../project.ts";
import { readYaml } from "../reading.ts";
import { taskListSchema } from "../schemas/role.ts";
import { validate } from "../validation/validate.ts";
import { validatorOf } from "../validation/validator.ts";
import type { Node } from "../yaml/node.ts";

const validator = validatorOf(taskListSchema);

/** Loads a list of tasks, or of handlers. */
export type Load = (list: Node | undefined, search: SearchPath, loading: Loading) => Promise<Task[]>;

/** The tasks in a file; none if it does not exist. */
export async function taskFile(file: string, search: SearchPath, loading: Loading, load: Load): Promise<Task[]> {
  const node = await readYaml(file, loading);
  if (node === "missing" || node === "empty") return [];
  if (node.kind !== "list") loading.faults.push(...validate(validator, node, "A list of tasks"));
  return load(node, inFolderOf(file, search), loading);
}

/** The search path for what a file of tasks includes: first its own folder. */
export function inFolderOf(file: string, search: SearchPath): SearchPath {
  return { ...search, tasks: [...new Set([path.dirname(file), ...search.tasks])] };
}
