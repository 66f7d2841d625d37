import { entry, faultsOf, type Catalogue } from "../define.ts";

/** Faults of modules that read and write files of a target. */
export const fileErrors = {
  "modules/nothing-to-read": entry<{ path: string }>(
    ({ path }) => `${path} does not exist, so it cannot be read.`,
    () => "Create it in an earlier task, or correct `src`.",
  ),
  "modules/copies-files": entry<{ path: string; kind: string }>(
    ({ path, kind }) => `${path} is a ${kind}, but only files are copied on the target.`,
    () => "Name one file as `src`, or use a `command` with cp -a and say with `creates` when it is done.",
  ),
  "modules/too-large-to-read": entry<{ path: string; size: number }>(
    ({ path, size }) => `${path} has ${size} bytes, which is too much: 1 MiB can be read.`,
    () => "Read the part that you need with a `command`, such as tail.",
  ),
  "modules/in-the-way": entry<{ path: string; actual: string; force: boolean }>(
    ({ path, actual }) => `${path} is a ${actual}, which a link does not replace.`,
    ({ force }) =>
      force
        ? "Set `force: true` to replace it, or choose another path."
        : "Remove it in an earlier task (`state: absent`), or choose another path.",
  ),
  "modules/odd-name": entry<{ path: string }>(
    ({ path }) => `The name of something in ${path} has a line break, so the folder cannot be changed as a whole.`,
    () => "Rename or remove it; `find PATH -name $'*\\n*'` shows it.",
  ),
  "modules/too-many-entries": entry<{ path: string; most: number }>(
    ({ path, most }) => `${path} has more than ${most} files and folders in it, which is too many for one task.`,
    () =>
      "Use a `command` with chown -R or chmod -R, and say with `creates` or `changed_when` when it changes something.",
  ),
  "modules/too-many-found": entry<{ most: number }>(
    ({ most }) => `There are more than ${most} entries, which is too much for one result.`,
    () => "Name fewer folders, limit `depth`, or use a `command` with find that acts on them.",
  ),
  "modules/no-document": entry<{ path: string; format: string; line: number | undefined; problem: string }>(
    ({ path, format, line, problem }) =>
      `${path} cannot be edited as a ${format} document${line === undefined ? "" : `: line ${line}: ${problem}`}.`,
    () => "Correct the file, or replace all of it with `copy`.",
  ),
  "modules/no-place": entry<{ path: string; key: string; problem: string }>(
    ({ path, key, problem }) => `In ${path}, ${key === "" ? "the whole document" : key} ${problem}.`,
    () => "Correct `key`, or set the value above it as a whole.",
  ),
} as const satisfies Catalogue;

export const fileFault = faultsOf(fileErrors);
