import { planFault } from "../../errors/catalogue/plan.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import { displayName } from "../reading.ts";
import { searchPath } from "../roles.ts";
import { locate } from "../tasks/sources.ts";

/** A file of the project that a role's variable names, and where the variable was set. */
export interface SourceFile {
  readonly variable: string;
  readonly role: string;
  readonly name: string;
  /** Undefined for a value of -e. */
  readonly origin: Origin | undefined;
  readonly createdBy: string | undefined;
}

/** The faults of files that do not exist: a run would notice only after it has changed the hosts. */
export async function missingFiles(files: readonly SourceFile[], root: string): Promise<Fault[]> {
  const faults = await Promise.all(files.map((file) => faultOf(file, root)));
  return faults.filter((fault) => fault !== undefined);
}

async function faultOf({ variable, role, name, origin, createdBy }: SourceFile, root: string) {
  const folders = searchPath(root, { role }).files;
  if ((await locate(name, folders)).is === "file") return undefined;
  const shown = folders.map((folder) => displayName(root, folder));
  return planFault("plan/missing-file", { variable, file: name, folders: shown, createdBy }, { origin });
}
