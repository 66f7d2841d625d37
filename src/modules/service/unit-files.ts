/** The folders in which systemd finds units, the most important first. */
export const UNIT_FOLDERS = [
  "/etc/systemd/system",
  "/run/systemd/system",
  "/usr/local/lib/systemd/system",
  "/usr/lib/systemd/system",
  "/lib/systemd/system",
] as const;

/** That systemd has read its files. */
export const RELOAD = { kind: "setting", name: "systemd/unit-files" } as const;

/** The unit that a file or one of its drop-ins describes; undefined if the file is not in one of systemd's folders. */
export function unitOfFile(path: string): string | undefined {
  const folder = UNIT_FOLDERS.find((each) => path.startsWith(`${each}/`));
  if (folder === undefined) return undefined;
  return /^([^/]+?)(?:\.d\/[^/]+\.conf)?$/.exec(path.slice(folder.length + 1))?.[1];
}
