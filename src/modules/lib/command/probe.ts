import { good } from "../../../errors/fault.ts";
import type { Probe } from "../../../module/contract.ts";
import { read, type Script } from "../../../module/script.ts";
import { fields } from "../script-output.ts";

export interface Conditions {
  readonly chdir?: string;
  readonly creates?: string;
  readonly removes?: string;
  readonly stdin?: string;
}

export interface CommandState {
  /** `closed`: it exists, but cannot be entered. */
  readonly chdir: "open" | "closed" | "none";
  readonly creates: boolean;
  readonly removes: boolean;
}

export function probeCommand({ chdir, creates, removes }: Conditions): Probe<CommandState> {
  const folder =
    chdir === undefined
      ? read`:`
      : read`cd -- ${chdir} 2>/dev/null || { if [ -e ${chdir} ]; then echo 'chdir closed'; else echo 'chdir none'; fi; }`;
  const test = (name: string, path: string | undefined) =>
    path === undefined ? read`:` : read`if ${matches(path)}; then echo ${`${name} 1`}; fi`;
  return {
    script: read`${folder}\n${test("creates", creates)}\n${test("removes", removes)}`,
    parse: ({ stdout }) => {
      const output = fields(stdout);
      const chdirState = output.get("chdir");
      return good({
        chdir: chdirState === "closed" || chdirState === "none" ? chdirState : "open",
        creates: output.get("creates") === "1",
        removes: output.get("removes") === "1",
      });
    },
  };
}

/** A test whether a path exists, or, as in Ansible, whether a path matches that pattern. Nothing else in the path is expanded. */
export function matches(path: string): Script<"read"> {
  return read`(IFS=; path=${path}; for found in "$path" $path; do if [ -e "$found" ] || [ -h "$found" ]; then exit 0; fi; done; exit 1)`;
}
