import path from "node:path";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import type { Fault } from "../../errors/fault.ts";
import { accessProblem } from "../../inventory/check.ts";

const fault = faultsOf(cliErrors);

/** What is wrong with the file of --private-key, which would otherwise make every host unreachable. */
export async function privateKeyFaults(file: string | undefined, cwd: string): Promise<Fault[]> {
  const problem = file === undefined ? undefined : await accessProblem(path.resolve(cwd, file));
  if (file === undefined || problem === undefined) return [];
  const missing = problem === "ENOENT" || problem === "ENOTDIR";
  return [fault("cli/private-key", { path: file, reason: missing ? "it does not exist" : problem })];
}
