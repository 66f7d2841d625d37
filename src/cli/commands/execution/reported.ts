import type { Fault } from "../../../errors/fault.ts";
import { isNonEmpty } from "../../../model/non-empty.ts";
import { EXIT } from "../../exit-codes.ts";
import type { Io } from "../../io.ts";
import type { RunOptions } from "../../options.ts";
import { openReport, type Report } from "../../reports.ts";
import { openReportFile } from "../../saved/report-file.ts";

/** Does something with the reporters that the options select, and writes the file of a report; resolves to the exit code. */
export async function reported(options: RunOptions, io: Io, act: (report: Report) => Promise<number>): Promise<number> {
  const open = (name: string | undefined) => (name === undefined ? undefined : openReportFile(name, io));
  const opened = [await open(options.report), await open(options.junit)];
  const faults = opened.flatMap((file) => (file && !file.ok ? file.faults : []));
  if (isNonEmpty(faults)) return endUnprepared(faults, openReport(options, io), 0);
  const [report, junit] = opened.map((file) => (file?.ok ? file.value : undefined));
  const exit = await act(openReport(options, io, { report: report?.output, junit: junit?.output }));
  const problems = [report?.problem(), junit?.problem()].flatMap((problem) => problem ?? []);
  for (const { message, hint } of problems) io.stderr.write(`${message} ${hint}\n`);
  return problems.length > 0 && (exit === EXIT.done || exit === EXIT.pending) ? EXIT.failed : exit;
}

/** Reports what made a run impossible; resolves to the exit code. */
export async function endUnprepared(faults: readonly Fault[], report: Report, duration_ms: number): Promise<number> {
  report.errors(faults);
  const exit = faults[0]?.code === "run/interrupted" ? EXIT.interrupted : EXIT.usage;
  report.emit({ event: "recap", hosts: {}, duration_ms, exit });
  await report.end();
  return exit;
}
