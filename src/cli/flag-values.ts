import { cliErrors } from "../errors/catalogue/cli.ts";
import { faultsOf } from "../errors/define.ts";
import { bad, collect, good } from "../errors/fault.ts";
import type { Outcome } from "../errors/fault.ts";
import { FLAGS } from "./flags.ts";
import type { Flag, FlagValues } from "./flags.ts";

const fault = faultsOf(cliErrors);

/** The values of each flag in the order given; a switch has an empty string for each use. */
export type Written = ReadonlyMap<string, readonly string[]>;

/** The values of all flags, or all their faults. */
export function flagValues(written: Written): Outcome<FlagValues> {
  const parsed = collect(FLAGS.map((flag) => entryOf(flag, written.get(flag.long) ?? [])));
  // FlagValues is derived from the same table, so each name has a value of its type.
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
    case "strings":
      return collect(texts.map((text) => nonEmpty(flag, text)));
    case "names":
      return collect(texts.flatMap((text) => text.split(",")).map((name) => nonEmpty(flag, name.trim())));
    case "string":
      return last === undefined ? good(undefined) : nonEmpty(flag, last);
    case "integer":
      return last === undefined ? good(undefined) : integer(flag, last);
    case "seconds":
      return last === undefined ? good(undefined) : seconds(flag, last);
  }
}

/** A limit that is empty, or only separators, must never mean all hosts. */
function nonEmpty(flag: Flag, text: string): Outcome<string> {
  if (flag.long === "limit" && /^[\s,:]*$/.test(text)) return bad(fault("cli/empty-limit", {}));
  return text.trim() === "" ? bad(fault("cli/empty-value", { flag: `--${flag.long}` })) : good(text);
}

function integer(flag: Flag, text: string): Outcome<number> {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= 1) return good(value);
  return bad(fault("cli/not-a-count", { flag: `--${flag.long}`, value: text }));
}

function seconds(flag: Flag, text: string): Outcome<number> {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && Number.isFinite(value) && value > 0) return good(value);
  return bad(fault("cli/not-seconds", { flag: `--${flag.long}`, value: text }));
}
