import { write, type Script } from "../../module/script.ts";
import type { ValueMap } from "../../model/value.ts";
import type { StatedArgs } from "./args.ts";
import type { FoundPath } from "./probe.ts";

/** The times to set, `now` or as YYYYMMDDhhmm.ss; undefined for those that stay. */
interface Times {
  readonly accessed: string | undefined;
  readonly modified: string | undefined;
}

/** The times that differ from those that are wanted. `now` always does. */
export function timesToSet({ state, access_time, modification_time }: StatedArgs, { times }: FoundPath): Times {
  const usual = state === "touch" ? "now" : "preserve";
  const wanted = (time: string | undefined, found: string | undefined) => {
    const full = time ?? usual;
    const exact = /^\d+$/.test(full) ? `${full}.00` : full;
    return full === "preserve" || exact === found ? undefined : exact;
  };
  return { accessed: wanted(access_time, times?.accessed), modified: wanted(modification_time, times?.modified) };
}

/** What the changes say about the times: `before` and `after`. */
export function timeChanges({ accessed, modified }: Times, { times }: FoundPath) {
  const pairs = [
    { name: "accessed", from: times?.accessed, to: accessed },
    { name: "modified", from: times?.modified, to: modified },
  ].filter(({ to }) => to !== undefined);
  const before: ValueMap = Object.fromEntries(
    pairs.flatMap(({ name, from }) => (from === undefined ? [] : [[name, from]])),
  );
  const after: ValueMap = Object.fromEntries(pairs.map(({ name, to = "" }) => [name, to]));
  return { names: pairs.map(({ name }) => `time ${name}`), before, after };
}

/** Sets the times of "$file". */
export function setTimes({ accessed, modified }: Times): Script<"write"> {
  if (accessed !== undefined && accessed === modified) return setTime("-am", accessed);
  const access = accessed === undefined ? write`:` : setTime("-a", accessed);
  return modified === undefined ? access : write`${access} || return\n${setTime("-m", modified)}`;
}

function setTime(which: string, time: string): Script<"write"> {
  return time === "now" ? write`touch -c ${which} -- "$file"` : write`touch -c ${which} -t ${time} -- "$file"`;
}
