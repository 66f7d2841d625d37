import { execFile } from "node:child_process";
import { lstat, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { currentTrust } from "../../disk/trust.ts";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Module } from "../../module/contract.ts";
import { guarded, whereOf } from "./guarded.ts";
import { KIT } from "./kit.ts";
import { shapeProblem } from "./shape.ts";

const fault = faultsOf(cliErrors);

/** How long Node.js may take to find a syntax error, in milliseconds. */
const CHECK_LIMIT = 10_000;

/** Runs the file of a module and looks at what it makes. Before, nobody else may be able to change it. */
export async function loadModule(file: string, name: string): Promise<Outcome<Module>> {
  if (!/^[a-z]\w*$/.test(path.basename(file, ".mjs"))) return bad(fault("cli/module-name", { file: name }));
  const unsafe = await unsafeProblem(file);
  if (unsafe !== undefined) return bad(fault("cli/module-unsafe", { file: name, problem: unsafe }));
  try {
    const { default: make } = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
    const made: unknown = typeof make === "function" ? await (make as (kit: typeof KIT) => unknown)(KIT) : undefined;
    const problem =
      typeof make === "function"
        ? shapeProblem(made, path.basename(file, ".mjs"))
        : "it has no function as its default export";
    // Its shape has been looked at.
    return problem === undefined
      ? good(guarded(made as Module, file, name))
      : bad(fault("cli/module-shape", { file: name, problem }));
  } catch (error) {
    const { problem, line } = whereOf(error, file);
    const found = line ?? (error instanceof SyntaxError ? await lineOfSyntaxError(file) : undefined);
    return bad(fault("cli/module-not-loaded", { file: name, problem, line: found }));
  }
}

/** What others could change in the folder, from which the module may import, too. */
async function unsafeProblem(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return "it is not a regular file";
  const trust = currentTrust();
  if (!trust || trust.allowed) return undefined;
  const folder = path.dirname(file);
  const below = await readdir(folder, { recursive: true });
  for (const one of [folder, ...below.map((name) => path.join(folder, name))]) {
    const [first] = trust.look(one, await stat(one).catch(() => lstat(one)));
    if (first) return `${first.path} ${first.problem}`;
  }
  return undefined;
}

/** The error itself does not say, but Node.js prints `FILE:LINE` when it only checks. */
async function lineOfSyntaxError(file: string): Promise<number | undefined> {
  const printed = await promisify(execFile)(process.execPath, ["--check", file], {
    timeout: CHECK_LIMIT,
    env: {},
  }).then(
    () => "",
    (error: unknown) => (error as { readonly stderr?: string }).stderr ?? "",
  );
  return whereOf({ stack: printed }, file).line;
}
