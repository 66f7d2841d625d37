import { write, type Script } from "../../module/script.ts";

/**
 * Runs steps with their output in a file, so that their background processes cannot write into the answer. If they fail,
 * the end of the output goes to standard error. `$output` names the file, also for `explain`, which runs if they fail. `name` keeps the files of different modules apart.
 */
export function captured(name: string, steps: Script<"write">, explain = write`:`): Script<"write"> {
  return write`output=$run/${name}.$$
( ${steps} ) >"$output" 2>&1 </dev/null
rc=$?
[ "$rc" -eq 0 ] || { tail -c 8192 -- "$output" >&2; ${explain}; }
rm -f -- "$output"
[ "$rc" -eq 0 ] || exit "$rc"`;
}
