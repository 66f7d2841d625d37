import { GROUP_ARG, MODE_ARG, OWNER_ARG, pathArg } from "../path/args.ts";
import { UNSAFE_LINKS_ARG } from "../path/walk.ts";

/** The arguments that `copy` and `template` share. */
export const FILE_ARGS = {
  dest: pathArg("The file's full path on the target; its folder must exist."),
  mode: MODE_ARG,
  owner: OWNER_ARG,
  group: GROUP_ARG,
  follow: {
    type: "boolean",
    description: "Write the file that a symbolic link at `dest` leads to, instead of replacing the link.",
    default: false,
  },
  follow_unsafe_links: UNSAFE_LINKS_ARG,
  force: {
    type: "boolean",
    description: "Replace a file with different content; `false` writes the file only if it does not exist.",
    default: true,
  },
  unsafe_writes: {
    type: "boolean",
    description: "If `dest` is a mount point, write it in place instead of failing.",
    default: false,
  },
} as const;

export const FILE_RETURNS = {
  dest: "The file's path.",
  mode: "Its permissions in octal.",
  owner: "Its user, if known.",
  group: "Its group, if known.",
  size: "Its size in bytes.",
  sha256: "The SHA-256 of its bytes.",
} as const;

export const FILE_NOTES = [
  "The file is replaced atomically: at every moment the path holds the complete old or new file, with its mode and owner. The new bytes are first written under a temporary name in the same folder, where no other user can reach them, and checked by SHA-256. If they cannot be stored, synced or renamed, the task fails and the old file stays.",
  'A new file gets mode "0644" by default; an existing one keeps its mode and owner unless they are given. Other hard links keep the old content; ACLs and extended attributes of the old file are lost.',
  "Comparing reads the old file, so its access time may change.",
] as const;
