import { moduleFault } from "../../../errors/catalogue/modules.ts";
import type { Fault } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Predicted } from "../../../module/contract.ts";
import { read, type Script } from "../../../module/script.ts";
import { normalPath } from "../path/args.ts";
import { withPredicted } from "../path/state.ts";
import { obstacleFault, trust, type Obstacle, type Walk } from "../path/walk.ts";

export interface WorkingDirectory extends Walk {
  readonly chdir?: string;
}

/** Goes to the working directory, to read there. If that is impossible, prints the obstacle. */
export function lookInFolder(command: WorkingDirectory): Script<"read"> {
  if (command.chdir === undefined) return read`:`;
  return read`${trust(command)}\nenter ${normalPath(command.chdir)} || report`;
}

/** Goes to the working directory, to run the command there. If that is impossible, prints the obstacle and ends the script. */
export function goToFolder(command: WorkingDirectory): Script<"read"> {
  if (command.chdir === undefined) return read`:`;
  const path = normalPath(command.chdir);
  return read`${trust(command)}
enter ${path} && unmoved || {
report
exit 1
}
PWD=${path}`;
}

/** Why the working directory cannot be entered. */
export function folderFault(chdir: string, obstacle: Obstacle, predicted?: Predicted): Fault {
  const { kind, where } = obstacle;
  if (where === normalPath(chdir) && (kind === "closed" || kind === "not-folder")) {
    return moduleFault("modules/closed-chdir", { path: chdir });
  }
  if (kind === "missing" || kind === "not-folder") return noFolder(chdir);
  return obstacleFault(chdir, obstacle, predicted);
}

/** The same after the changes that are predicted. */
export function predictedFolderFault(
  chdir: string,
  obstacle: Obstacle | undefined,
  predicted: Predicted,
): Fault | undefined {
  const fault = obstacle && folderFault(chdir, obstacle, predicted);
  if (obstacle && !["missing", "not-folder", "closed"].includes(obstacle.kind)) return fault;
  const folder = withPredicted(obstacle ? "absent" : { kind: "directory" }, predicted, normalPath(chdir));
  if (folder instanceof Unknown || (typeof folder === "object" && folder.kind === "directory")) return undefined;
  return fault ?? noFolder(chdir);
}

function noFolder(chdir: string): Fault {
  return moduleFault("modules/no-chdir", { path: chdir }, { missing: true });
}
