import { entry, faultsOf, type Catalogue } from "../define.ts";

/** Faults of modules that read and write files of a target. */
export const fileErrors = {
  "modules/nothing-to-read": entry<{ path: string }>(
    ({ path }) => `${path} does not exist, so it cannot be read.`,
    () => "Create it in an earlier task, or correct `src`.",
  ),
  "modules/too-large-to-read": entry<{ path: string; size: number }>(
    ({ path, size }) => `${path} has ${size} bytes, which is too much: 1 MiB can be read.`,
    () => "Read the part that you need with a `command`, such as tail.",
  ),
} as const satisfies Catalogue;

export const fileFault = faultsOf(fileErrors);
