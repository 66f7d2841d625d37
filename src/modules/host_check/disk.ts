import type { RequiredDisk } from "./args.ts";
import { sumOf } from "./size.ts";
import type { Disk } from "./parse.ts";
import { normalPath } from "../lib/path/args.ts";

interface Folder extends Disk {
  readonly path: string;
}

/**
 * A sentence for each file system that is too small for its users. The present content of their folders counts as free, because
 * it belongs to the same users.
 */
export function diskFindings(required: readonly RequiredDisk[], disks: ReadonlyMap<number, Disk>): readonly string[] {
  const paths = [...new Set(required.map(({ path }) => normalPath(path)))];
  const folders = paths.flatMap((path, index): Folder[] => {
    const disk = disks.get(index);
    return disk ? [{ ...disk, path }] : [];
  });
  const unmeasured = paths.filter((_, index) => !disks.has(index));
  const mounts = new Map(folders.map((folder) => [folder.mount, folder.freeMib]));
  return [
    ...unmeasured.map((path) => `disk of ${path}: df does not report its free space; check the file system`),
    ...[...mounts].flatMap(([mount, free]) => {
      const here = folders.filter((folder) => folder.mount === mount);
      const users = required.filter(({ path }) => here.some((folder) => folder.path === normalPath(path)));
      return tooSmall(mount, free + keptBy(here), users);
    }),
  ];
}

/** A folder's content is part of its parent's content, so only the topmost folders count. */
function keptBy(folders: readonly Folder[]): number {
  const topmost = folders.filter(({ path }) => !folders.some((other) => path.startsWith(`${other.path}/`)));
  return topmost.reduce((sum, { keptMib }) => sum + keptMib, 0);
}

function tooSmall(mount: string, available: number, users: readonly RequiredDisk[]): string[] {
  const sum = sumOf(users);
  if (sum <= available) return [];
  const parts = users.map((user) => `${user.for} ${user.size} in ${user.path}`).join(", ");
  return [`disk ${mount}: ${available} MiB; required: ${sum} MiB (${parts}); free some space, or give these less`];
}
