import { read } from "../../../module/script.ts";
import type { Fields } from "../script-output.ts";

/** Prints `root yes` if root runs the script. */
export const SHOW_ROOT = read`if [ "$(id -u)" = 0 ]; then echo 'root yes'; fi`;

/** Whether root has run the script that printed this. */
export function isRootBy(output: Fields): boolean {
  return output.get("root") === "yes";
}
