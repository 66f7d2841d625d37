import { requireUnicode } from "./unicode.ts";
import type { Content } from "./content.ts";

export type Power = "read" | "write";
const power = Symbol("power");

/**
 * A script for the target's POSIX sh. Only the tags `read` and `write` (and the functions below) make one, and they quote every
 * interpolated value, so no other code quotes. `upload` becomes its standard input, which is empty otherwise.
 */
export interface Script<P extends Power = Power> {
  readonly text: string;
  readonly upload?: Content;
  readonly looksAt?: LookedAt | undefined;
  readonly [power]: P;
}

/** A file that a script looks at first, by `look` of `src/shell/paths/walk.sh`. A request looks at the files of its scripts by one program. */
export interface LookedAt {
  /** An absolute path without `..`. */
  readonly folder: string;
  readonly name: string;
  /** The script needs the SHA-256 of a regular file of this size, in bytes. */
  readonly digestIfSize?: number;
}

/** A string or number is quoted as one word, a list as several; a script is inserted unchanged. */
export type Part<P extends Power> = string | number | readonly string[] | Script<P>;

/** A script that only reads: the engine may run it at any time, also in check mode. */
export function read(texts: TemplateStringsArray, ...parts: readonly Part<"read">[]): Script<"read"> {
  return make(build(texts, parts), "read");
}

/** A script that changes the target. It may contain scripts that read. */
export function write(texts: TemplateStringsArray, ...parts: readonly Part<"read" | "write">[]): Script<"write"> {
  return make(build(texts, parts), "write");
}

/** A shell program, `NAME.sh`, as `tools/bundle-shell.mjs` exports it. Its line `# @read` or `# @write` declares its power. */
export interface Program<P extends Power = Power> {
  readonly power: P;
  readonly text: string;
}

/** A program's input: variables by name, and positional parameters. Every value is quoted. */
export interface ProgramInput {
  readonly variables?: Readonly<Record<string, string | number>>;
  readonly words?: readonly string[];
}

/** A program that only reads, as a script: its variables are assigned and its positional parameters set before it runs. */
export function readProgram(program: Program<"read">, input: ProgramInput = {}): Script<"read"> {
  return make(programText(program, input), "read");
}

/** The same for a program that may change the target. */
export function writeProgram(program: Program, input: ProgramInput = {}): Script<"write"> {
  return make(programText(program, input), "write");
}

/** The same script with the content as its standard input. */
export function withUpload(script: Script<"write">, upload: Content): Script<"write"> {
  return { ...script, upload };
}

/** The same script, which says what it will look at. */
export function lookingAt(script: Script<"read">, looksAt: LookedAt): Script<"read"> {
  return { ...script, looksAt };
}

/** Scripts one after the other, each on lines of its own. */
export function sequence<P extends Power>(scripts: readonly Script<P>[]): Script<P> {
  const text = scripts.map((script) => script.text).join("\n");
  return { text, [power]: scripts.every(onlyReads) ? "read" : "write" } as Script<P>;
}

/** Whether the script cannot change the target. */
export function onlyReads(script: Script): boolean {
  return script[power] === "read";
}

function make<P extends Power>(text: string, its: P): Script<P> {
  return { text, [power]: its };
}

function build(texts: TemplateStringsArray, parts: readonly Part<Power>[]): string {
  return texts.reduce((text, piece, index) => {
    const part = parts[index - 1];
    return text + (part === undefined ? "" : interpolate(part)) + piece;
  }, "");
}

function programText({ text }: Program, { variables = {}, words }: ProgramInput): string {
  const assignments = Object.entries(variables).map(([name, value]) => {
    if (!/^[a-z_][a-z0-9_]*$/i.test(name)) throw new RangeError(`not a valid name of a shell variable: ${name}`);
    return `${name}=${quote(String(value))}`;
  });
  const parameters = words ? [`set -- ${words.map(quote).join(" ")}`] : [];
  return [...assignments, ...parameters, text].join("\n");
}

function interpolate(part: Part<Power>): string {
  if (typeof part === "string") return quote(part);
  if (typeof part === "number") return quote(String(part));
  if (isList(part)) return part.map(quote).join(" ");
  return part.text;
}

function isList(part: readonly string[] | Script): part is readonly string[] {
  return Array.isArray(part);
}

/** A value that cannot be a program's argument. It comes from the user's data. */
export class NulByteError extends RangeError {}

/** Quotes one word for sh. It may have any bytes but NUL. */
function quote(word: string): string {
  requireUnicode(word);
  if (word.includes("\0")) throw new NulByteError("a NUL byte cannot be part of an argument");
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
