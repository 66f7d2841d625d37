import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MAGIC_NAMES } from "../../src/load/magic-names.ts";
import { taskSchema } from "../../src/load/schemas/task.ts";

/** What to make. */
export interface Request {
  readonly kind: "module" | "role";
  /** Lower-case words joined by underscores. */
  readonly name: string;
}

const USAGE = "Use `npm run new -- module NAME` or `npm run new -- role NAME`.";
const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const LONGEST = 50;

/** The request that the arguments make, or one sentence on why they do not. */
export function requestOf(args: readonly string[], root: string): Request | { readonly problem: string } {
  const [kind, name, extra] = args;
  if (kind === undefined) return { problem: `The kind and the name are missing. ${USAGE}` };
  if (kind !== "module" && kind !== "role") return { problem: `"${kind}" is neither "module" nor "role". ${USAGE}` };
  if (name === undefined) return { problem: `The ${kind}'s name is missing. ${USAGE}` };
  if (extra !== undefined) return { problem: `"${extra}" follows the name, but only one name is accepted. ${USAGE}` };
  const folder = kind === "module" ? `src/modules/${name}` : `roles/${name}`;
  const problem =
    nameProblem(name) ??
    existsProblem(root, folder) ??
    (kind === "module" ? keywordProblem(name) : variableProblem(name, root));
  return problem === undefined ? { kind, name } : { problem };
}

function nameProblem(name: string): string | undefined {
  if (!NAME.test(name))
    return `"${name}" is not a valid name. Use lower-case letters and digits, with single underscores between words, and begin with a letter.`;
  return name.length > LONGEST ? `"${name}" is too long. Use at most ${LONGEST} characters.` : undefined;
}

/** Why a new file or folder cannot have this path, if it exists. */
export function existsProblem(root: string, path: string): string | undefined {
  return existsSync(join(root, path)) ? `${path} already exists. Choose another name.` : undefined;
}

/** A task names its module by a key among its keywords. */
function keywordProblem(name: string): string | undefined {
  return name in taskSchema.properties
    ? `"${name}" is a keyword of tasks, so no module can have this name. Choose another name.`
    : undefined;
}

/** All roles share one namespace of variables, and the engine owns some names. */
function variableProblem(name: string, root: string): string | undefined {
  const defined = new Set([...MAGIC_NAMES, ...definedVariables(root)]);
  const taken = [`${name}_dir`, `${name}_greeting`, `${name}_found`].find((variable) => defined.has(variable));
  return taken === undefined
    ? undefined
    : `The role would define the variable \`${taken}\`, which already exists. Choose another name.`;
}

/** The variables of the inventory and of all roles' defaults and vars. */
function definedVariables(root: string): string[] {
  const roleFiles = readdirSync(join(root, "roles"), { recursive: true, encoding: "utf8" })
    .filter((path) => /^[^/]+\/(defaults|vars)\/[^/]+\.yaml$/.test(path))
    .map((path) => join("roles", path));
  return ["inventory.yaml", ...roleFiles].flatMap((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return [...text.matchAll(/^ *(\w+):/gm)].map(([, name = ""]) => name);
  });
}
