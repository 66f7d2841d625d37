import { good } from "../../../errors/fault.ts";
import type { Probe } from "../../../module/contract.ts";
import { read, type Script } from "../../../module/script.ts";
import { parseObstacle, type Obstacle } from "../path/walk.ts";
import { fields } from "../script-output.ts";
import { lookInFolder, type WorkingDirectory } from "./folder.ts";

export interface Conditions extends WorkingDirectory {
  readonly creates?: string;
  readonly removes?: string;
  readonly stdin?: string;
}

export interface CommandState {
  /** What keeps the command from its working directory. */
  readonly obstacle?: Obstacle | undefined;
  readonly creates: boolean;
  readonly removes: boolean;
}

export function probeCommand(command: Conditions): Probe<CommandState> {
  const test = (name: "creates" | "removes") => {
    const path = command[name];
    if (path === undefined) return read`:`;
    const isReachable = path.startsWith("/") ? read`:` : read`[ -z "\${obstacle:-}" ]`;
    return read`if ${isReachable} && ${matches(path)}; then echo ${`${name} 1`}; fi`;
  };
  return {
    script: read`${lookInFolder(command)}\n${test("creates")}\n${test("removes")}`,
    parse: ({ stdout }) => {
      const output = fields(stdout);
      return good({
        obstacle: parseObstacle(output),
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
