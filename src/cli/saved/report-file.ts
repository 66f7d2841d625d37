import { access, constants, stat } from "node:fs/promises";
import path from "node:path";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Output } from "../../report/reporter.ts";
import type { Io } from "../io.ts";
import { replaceText } from "../project/replace-text.ts";

const fault = faultsOf(cliErrors);

/** A file that a reporter writes at the end of the run. */
export interface ReportFile {
  readonly output: Output;
  /** Why it was not written, after `flush`. */
  readonly problem: () => Fault | undefined;
}

/** The fault of a name whose ending names no kind of report. */
export function reportNameFault(name: string | undefined): Fault | undefined {
  return name === undefined || name.endsWith(".md") ? undefined : fault("cli/report-ending", { name });
}

/** The file of `--report`. One that could not be written is a fault now, not after the run. */
export async function openReportFile(
  name: string,
  { cwd, randomId }: Pick<Io, "cwd" | "randomId">,
): Promise<Outcome<ReportFile>> {
  const file = path.resolve(cwd, name);
  const unwritable = await whyUnwritable(file);
  if (unwritable !== undefined) return bad(fault("cli/report-not-written", { name, problem: unwritable }));
  let text = "";
  let problem: string | undefined;
  return good({
    output: {
      isTTY: false,
      columns: 80,
      write(more) {
        text += more;
      },
      async flush() {
        problem = await replaceText(file, text, randomId, 0o600);
      },
    },
    problem: () => (problem === undefined ? undefined : fault("cli/report-not-written", { name, problem })),
  });
}

/** Why no file can be written at a path; undefined if one can. */
export async function whyUnwritable(file: string): Promise<string | undefined> {
  const folder = path.dirname(file);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) return `there is no folder ${folder}`;
  const old = await stat(file).catch(() => undefined);
  if (old && !old.isFile()) return "it is not a regular file";
  return access(folder, constants.W_OK).then(
    () => undefined,
    () => `the folder ${folder} is not writable`,
  );
}
