import { codeFrame } from "../errors/code-frame.ts";
import type { Fault } from "../errors/fault.ts";
import { createBus } from "../events/bus.ts";
import type { Emit } from "../events/event.ts";
import type { Origin } from "../model/origin.ts";
import { humanReporter } from "../report/human.ts";
import { jsonReporter } from "../report/json.ts";
import type { Output, Reporter } from "../report/reporter.ts";
import { exitMeaning } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import type { RunOptions } from "./options.ts";

export type ReportOptions = Pick<RunOptions, "json" | "diff" | "verbosity" | "quiet">;

/** The reporters of one run, behind one mask. */
export interface Report {
  readonly emit: Emit;
  /** Faults found before anything was connected to, each with its code frame. */
  errors(faults: readonly Fault[]): void;
  /** Text of the project's files by the name that origins use, for code frames. */
  useSources(sources: ReadonlyMap<string, string>): void;
  /** Resolves when everything has been written. */
  end(): Promise<void>;
}

export function openReport(options: ReportOptions, io: Io): Report {
  let sources: ReadonlyMap<string, string> = new Map();
  const frame = (origin: Origin): string => io.mask.mask(codeFrame(sources.get(origin.file) ?? "", origin));
  const bus = createBus(io.mask);
  const reporters = reportersOf(options, io, frame);
  for (const reporter of reporters) bus.subscribe((event) => reporter.on(event));
  return {
    emit: bus.emit,
    errors(faults) {
      for (const fault of faults) {
        const shown = fault.origin ? frame(fault.origin) : "";
        bus.emit({ event: "error", fault, ...(shown !== "" && { frame: shown }) });
      }
    },
    useSources(files) {
      sources = files;
    },
    async end() {
      await Promise.all(reporters.map((reporter) => reporter.end()));
    },
  };
}

/** Programs get standard output for themselves; people are told on the other one then. */
function reportersOf(options: ReportOptions, io: Io, frame: (origin: Origin) => string): Reporter[] {
  const { diff, verbosity, quiet } = options;
  const output = options.json ? io.stderr : io.stdout;
  const look = { colours: colours(output, io), rewrites: rewrites(output, io), now: io.now, exitMeaning, frame };
  const human = humanReporter(output, { diff, verbosity, quiet, ...look });
  return options.json ? [jsonReporter(io.stdout), human] : [human];
}

function rewrites(output: Output, { env }: Io): boolean {
  return output.isTTY && env["TERM"] !== "dumb";
}

/** https://no-color.org: set and not empty means none. */
function colours(output: Output, io: Io): boolean {
  return rewrites(output, io) && (io.env["NO_COLOR"] ?? "") === "";
}
