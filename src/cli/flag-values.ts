import { cliErrors } from "../errors/catalogue/cli.ts";
import { faultsOf } from "../errors/define.ts";
import { bad, collect, good } from "../errors/fault.ts";
import type { Outcome } from "../errors/fault.ts";
import { FLAGS } from "./flags.ts";
import type { Flag, FlagValues } from "./flags.ts";

const fault = faultsOf(cliErrors);

/** What was written for each flag, in order; a flag without value leaves an empty text each time. */
export type Written = ReadonlyMap<string, readonly string[]>;

/** The values of all flags, or everything that is wrong with them. */
export function flagValues(written: Written): Outcome<FlagValues> {
  const parsed = collect(FLAGS.map((flag) => entryOf(flag, written.get(flag.long) ?? [])));
  // The table that types FlagValues is the one that was walked here, so each name has the value of its own type.
  return parsed.ok ? good(Object.fromEntries(parsed.value) as unknown as FlagValues) : parsed;
}

function entryOf(flag: Flag, texts: readonly string[]): Outcome<readonly [string, unknown]> {
  const value = valueOf(flag, texts);
  return value.ok ? good([flag.long, value.value]) : value;
}

function valueOf(flag: Flag, texts: readonly string[]): Outcome<unknown> {
  const last = texts.at(-1);
  switch (flag.type) {
    case "switch":
      return good(texts.length > 0);
    case "count":
      return good(texts.length);
    case "texts":
      return collect(texts.map((text) => filled(flag, text)));
    case "names":
      return collect(texts.flatMap((text) => text.split(",")).map((name) => filled(flag, name.trim())));
    case "text":
      return last === undefined ? good(undefined) : filled(flag, last);
    case "whole":
      return last === undefined ? good(undefined) : whole(flag, last);
    case "seconds":
      return last === undefined ? good(undefined) : seconds(flag, last);
  }
}

/** An empty pattern must never come to mean all hosts, nor one of nothing but separators. */
function filled(flag: Flag, text: string): Outcome<string> {
  if (flag.long === "limit" && /^[\s,:]*$/.test(text)) return bad(fault("cli/empty-limit", {}));
  return text.trim() === "" ? bad(fault("cli/empty-value", { flag: `--${flag.long}` })) : good(text);
}

function whole(flag: Flag, text: string): Outcome<number> {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= 1) return good(number);
  return bad(fault("cli/not-a-count", { flag: `--${flag.long}`, value: text }));
}

function seconds(flag: Flag, text: string): Outcome<number> {
  const number = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && Number.isFinite(number) && number > 0) return good(number);
  return bad(fault("cli/not-seconds", { flag: `--${flag.long}`, value: text }));
}
