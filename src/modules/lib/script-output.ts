import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import type { ValueMap } from "../../model/value.ts";

const TAIL = 40;

/** The last lines of an output, for the details of a fault. */
export function tail(text: string, lines: number = TAIL): readonly string[] {
  return text
    .replace(/\n+$/, "")
    .split("\n")
    .slice(-lines)
    .filter((line) => line !== "");
}

/** The parser for a step of which only success or failure matters. */
export function worked(what: string): (answer: Answer) => Outcome<ValueMap> {
  return (answer) => (answer.exit === 0 ? good({}) : stepFailed(what, answer));
}

export function stepFailed(what: string, { exit, stdout, stderr }: Answer): Outcome<never> {
  const details = [...tail(stdout), ...tail(stderr)];
  return bad(moduleFault("modules/step-failed", { what, exit }, { details, result: { rc: exit, stdout, stderr } }));
}

export function unexpected(what: string, { stdout, stderr }: Answer): Outcome<never> {
  return bad(moduleFault("modules/unexpected-answer", { what }, { details: [...tail(stdout, 5), ...tail(stderr)] }));
}

export interface Fields {
  readonly get: (name: string) => string | undefined;
  readonly all: (name: string) => readonly string[];
  /** Everything after the first empty line. */
  readonly rest: string;
}

/** Parses lines `name value`, up to an empty line. A name may occur several times. */
export function fields(stdout: string): Fields {
  const end = stdout.startsWith("\n") ? 0 : stdout.indexOf("\n\n");
  const head = end < 0 ? stdout : stdout.slice(0, end);
  const rest = end < 0 ? "" : stdout.slice(end + (end === 0 ? 1 : 2));
  const pairs = head
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => [line.split(" ", 1)[0] ?? "", line.slice(line.indexOf(" ") + 1)] as const);
  const all = (name: string) => pairs.filter(([key]) => key === name).map(([, value]) => value);
  return { get: (name) => all(name)[0], all, rest };
}
