import { good } from "../../../errors/fault.ts";
import type { Probe } from "../../../module/contract.ts";
import { read } from "../../../module/script.ts";
import { fields } from "../script-output.ts";

export interface Conditions {
  readonly chdir?: string;
  readonly creates?: string;
  readonly removes?: string;
  readonly stdin?: string;
}

export interface CommandState {
  readonly chdir: boolean;
  readonly creates: boolean;
  readonly removes: boolean;
}

export function probeCommand({ chdir, creates, removes }: Conditions): Probe<CommandState> {
  const folder = chdir === undefined ? read`:` : read`cd -- ${chdir} 2>/dev/null || echo 'no-chdir 1'`;
  const test = (name: string, path: string | undefined) =>
    path === undefined ? read`:` : read`if [ -e ${path} ] || [ -h ${path} ]; then echo ${`${name} 1`}; fi`;
  return {
    script: read`${folder}\n${test("creates", creates)}\n${test("removes", removes)}`,
    parse: ({ stdout }) => {
      const output = fields(stdout);
      const chdirExists = output.get("no-chdir") === undefined;
      return good({
        chdir: chdirExists,
        creates: output.get("creates") === "1",
        removes: output.get("removes") === "1",
      });
    },
  };
}
