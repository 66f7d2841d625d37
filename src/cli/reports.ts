import { cliErrors } from "../errors/catalogue/cli.ts";
import { codeFrame, shortenFrame } from "../errors/code-frame.ts";
import { faultsOf } from "../errors/define.ts";
import { editedLines } from "../errors/edit.ts";
import type { Fault } from "../errors/fault.ts";
import { createBus } from "../events/bus.ts";
import type { Emit } from "../events/event.ts";
import { showOrigin, type Origin } from "../model/origin.ts";
import { humanReporter } from "../report/human.ts";
import { jsonReporter } from "../report/json.ts";
import { junitReporter } from "../report/documents/junit.ts";
import { markdownReporter } from "../report/documents/markdown.ts";
import type { Output, Reporter } from "../report/reporter.ts";
import { exitMeaning } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import type { RunOptions } from "./options.ts";

const fault = faultsOf(cliErrors);

/** The options of a run that its reporters use. */
export type ReportOptions = Pick<RunOptions, "json" | "diff" | "verbosity" | "quiet"> &
  Partial<Pick<RunOptions, "step">>;

/** The reporters of one run, which share a mask. */
export interface Report {
  readonly emit: Emit;
  /** Reports faults found before any connection, each with its code frame. */
  errors(faults: readonly Fault[]): void;
  /** Sets the text of the project's files, by the name that origins use, for code frames. */
  useSources(sources: ReadonlyMap<string, string>): void;
  /** How many warnings have been reported. */
  warnings(): number;
  /** Resolves when everything has been written. */
  end(): Promise<void>;
}

/** Reports what is worth knowing of a project that can be used. */
export function emitWarnings(warnings: readonly Fault[], { emit }: Report): void {
  for (const { code, message, hint, origin } of warnings) {
    emit({ event: "warning", code, message, hint, ...(origin && { origin }) });
  }
}

/** What reports are also written to: the files of `--report` and `--junit`. */
export interface ReportOutputs {
  readonly report?: Output | undefined;
  readonly junit?: Output | undefined;
}

/** Opens the reporters that the options select, and those of the files. */
export function openReport(options: ReportOptions, io: Io, { report, junit }: ReportOutputs = {}): Report {
  let sources: ReadonlyMap<string, string> = new Map();
  const frame = (origin: Origin): string =>
    shortenFrame(io.mask.mask(codeFrame(sources.get(origin.file) ?? "", origin)));
  const write = (fault: Fault, all: readonly Fault[]): string | undefined => {
    const source = sources.get(fault.origin?.file ?? "");
    if (!fault.edit || source === undefined) return undefined;
    const ofFile = all.filter(({ origin }) => origin?.file === fault.origin?.file);
    const lines = editedLines(
      source,
      fault.edit,
      ofFile.flatMap(({ edit }) => edit ?? []),
    );
    return lines.split("\n").length > MAX_WRITTEN ? undefined : io.mask.mask(lines);
  };
  const bus = createBus(io.mask);
  const reporters = [
    ...reportersOf(options, io, frame),
    ...(report ? [markdownReporter(report, { exitMeaning })] : []),
    ...(junit ? [junitReporter(junit)] : []),
  ];
  for (const reporter of reporters) bus.subscribe((event) => reporter.on(event));
  let warnings = 0;
  bus.subscribe((event) => {
    if (event.event === "warning") warnings++;
  });
  return {
    emit: bus.emit,
    warnings: () => warnings,
    errors(faults) {
      for (const fault of limited(faults)) {
        const also = (fault.also ?? []).map(({ note, origin }) => `${note} ${showOrigin(origin)}\n${frame(origin)}`);
        const shown = [fault.origin ? frame(fault.origin) : "", ...also].filter((part) => part !== "").join("\n");
        const lines = write(fault, faults);
        bus.emit({
          ...{ event: "error", fault },
          ...(shown !== "" && { frame: shown }),
          ...(lines !== undefined && { write: lines }),
        });
      }
    },
    useSources(files) {
      sources = files;
    },
    async end() {
      await Promise.all(reporters.map((reporter) => reporter.end()));
      const failure = bus.failure();
      if (failure !== undefined) throw new Error("a reporter failed", { cause: failure });
    },
  };
}

/** How many lines that should be written are shown. */
const MAX_WRITTEN = 40;

/** Most further errors are consequences of the first ones, or of the same kind. */
const MAX_ERRORS = 20;

/** The first errors, and how many more there are. */
function limited(faults: readonly Fault[]): readonly Fault[] {
  const count = faults.length - MAX_ERRORS;
  return count > 0 ? [...faults.slice(0, MAX_ERRORS), fault("cli/more-errors", { count })] : faults;
}

/**
 * With --json, standard output is for programs, and the human-readable report goes to standard error. With --step, no line is rewritten,
 * because questions come in between.
 */
function reportersOf(options: ReportOptions, io: Io, frame: (origin: Origin) => string): Reporter[] {
  const { diff, verbosity, quiet } = options;
  const output = options.json ? io.stderr : io.stdout;
  const terminal = {
    colours: colours(output, io),
    rewrites: rewrites(output, io) && !options.step,
    now: io.now,
    exitMeaning,
    frame,
  };
  const human = humanReporter(output, { diff, verbosity, quiet, ...terminal });
  return options.json ? [jsonReporter(io.stdout), human] : [human];
}

function rewrites(output: Output, { env }: Io): boolean {
  return output.isTTY && env["TERM"] !== "dumb";
}

/** https://no-color.org: a non-empty NO_COLOR turns colours off. */
function colours(output: Output, io: Io): boolean {
  return rewrites(output, io) && (io.env["NO_COLOR"] ?? "") === "";
}
