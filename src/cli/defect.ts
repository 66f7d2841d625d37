import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cliErrors } from "../errors/catalogue/cli.ts";
import { faultsOf } from "../errors/define.ts";
import type { Fault } from "../errors/fault.ts";
import type { Io } from "./io.ts";

const fault = faultsOf(cliErrors);

/** Writes the stack trace of a defect to a file that only its owner can read; returns the fault that names it. */
export function defectFault(error: unknown, io: Io, version: string): Fault {
  const trace = io.mask.mask(traceOf(error));
  const problem = error instanceof Error ? error.message : String(error);
  const file = join(io.tmpdir, `provision-defect-${io.randomId()}.txt`);
  try {
    writeFileSync(file, `provision ${version}, Node.js ${process.version}\n${trace}\n`, { mode: 0o600, flag: "wx" });
    return fault("cli/defect", { problem, file });
  } catch {
    return fault("cli/defect", { problem, file: undefined }, { details: [trace] });
  }
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${traceOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
