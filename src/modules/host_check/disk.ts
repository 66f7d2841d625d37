import type { WantedDisk } from "./args.ts";
import { sumOf } from "./size.ts";
import type { Disk } from "./parse.ts";
import { normalPath } from "../lib/path/args.ts";

interface Folder extends Disk {
  readonly path: string;
}

/**
 * A sentence for each file system that is too small for all that is to lie on it. What its folders hold already was made by those
 * who want the room, so it counts as free.
 */
export function findDisk(wanted: readonly WantedDisk[], disks: ReadonlyMap<number, Disk>): readonly string[] {
  const paths = [...new Set(wanted.map(({ path }) => normalPath(path)))];
  const folders = paths.flatMap((path, place): Folder[] => {
    const disk = disks.get(place);
    return disk ? [{ ...disk, path }] : [];
  });
  const unseen = paths.filter((_, place) => !disks.has(place));
  const mounts = new Map(folders.map((folder) => [folder.mount, folder.freeMib]));
  return [
    ...unseen.map((path) => `disk of ${path}: df cannot tell what is free there; look at the file system`),
    ...[...mounts].flatMap(([mount, free]) => {
      const here = folders.filter((folder) => folder.mount === mount);
      const users = wanted.filter(({ path }) => here.some((folder) => folder.path === normalPath(path)));
      return tooSmall(mount, free + keptBy(here), users);
    }),
  ];
}

/** What a folder holds is part of what the one above it holds. */
function keptBy(folders: readonly Folder[]): number {
  const topmost = folders.filter(({ path }) => !folders.some((other) => path.startsWith(`${other.path}/`)));
  return topmost.reduce((sum, { keptMib }) => sum + keptMib, 0);
}

function tooSmall(mount: string, room: number, users: readonly WantedDisk[]): string[] {
  const sum = sumOf(users);
  if (sum <= room) return [];
  const parts = users.map((user) => `${user.for} ${user.size} in ${user.path}`).join(", ");
  return [`disk ${mount}: ${room} MiB; wanted: ${sum} MiB (${parts}); make room, or give these less`];
}
