import type { ArgSchema } from "../../../module/schema.ts";
import { GROUP_ARG, OWNER_ARG, pathArg } from "../path/args.ts";
import { MODE_ARG } from "../path/mode.ts";
import { UNSAFE_LINKS_ARG } from "../path/walk.ts";

export const BACKUP_ARG = {
  type: "boolean",
  description: "Keep a copy of the old file next to it, as NAME.TIME~, with its mode and owner.",
  default: false,
} as const satisfies ArgSchema;

export const VALIDATE_ARG = {
  type: "string",
  description:
    "A command that checks the new file before it takes its name: %s stands for the file's temporary path. If the command fails, so does the task, and the old file stays. It is killed after 300 s, and does not run in check mode.",
  pattern: String.raw`^(?=[^]*%s)(?:'[^']*'|"(?:[^"\\]|\\[^])*"|\\[^]|[^'"\\])+$`,
  rule: "a command with %s, the path of the new file, whose quotes are closed",
  hint: "Write the command as in `visudo -cf %s`.",
} as const satisfies ArgSchema;

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
  backup: BACKUP_ARG,
  validate: VALIDATE_ARG,
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
  backup_file: "With `backup`: the copy of the old file, if there was one with other content.",
} as const;

export const FILE_NOTES = [
  "The file is replaced atomically: at every moment the path holds the complete old or new file, with its mode and owner. The new bytes are first written under a temporary name in the same folder, where no other user can reach them, and checked by SHA-256. If they cannot be stored, synced or renamed, the task fails and the old file stays.",
  'A new file gets mode "0644" by default; an existing one keeps its mode and owner unless they are given. Other hard links keep the old content; ACLs and extended attributes of the old file are lost.',
  "Comparing reads the old file, so its access time may change.",
] as const;
