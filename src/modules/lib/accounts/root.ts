import type { Outcome } from "../../../errors/fault.ts";
import type { Probe } from "../../../module/contract.ts";
import { read, type Script } from "../../../module/script.ts";
import { fields, unexpected, type Fields } from "../script-output.ts";

/** Prints `root yes` if root runs the script. */
export const SHOW_ROOT = read`if [ "$(id -u)" = 0 ]; then echo 'root yes'; fi`;

/** Whether root has run the script that printed this. */
export function isRootBy(output: Fields): boolean {
  return output.get("root") === "yes";
}

/** A probe whose script prints fields, and which also says whether root has run it. `what` is what it looks for; an answer without its end is none. */
export function rootAwareProbe<State>(
  what: string,
  script: Script<"read">,
  parse: (output: Fields, isRoot: boolean) => Outcome<State> | undefined,
): Probe<State> {
  return {
    script: read`${script}
${SHOW_ROOT}
echo 'done 1'`,
    parse: (answer) => {
      const output = fields(answer.stdout);
      const state = output.get("done") === undefined ? undefined : parse(output, isRootBy(output));
      return state ?? unexpected(what, answer);
    },
  };
}
