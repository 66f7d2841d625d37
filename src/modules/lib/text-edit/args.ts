import type { ArgSchema } from "../../../module/schema.ts";
import { GROUP_ARG, OWNER_ARG, pathArg } from "../path/args.ts";
import { MODE_ARG } from "../path/mode.ts";
import { UNSAFE_LINKS_ARG } from "../path/walk.ts";
import { BACKUP_ARG, VALIDATE_ARG } from "../content-file/args.ts";

/** The arguments that all modules share which edit a text file. */
export const EDIT_ARGS = {
  path: pathArg("The file on the target. A symbolic link is followed: what it leads to is edited."),
  backup: BACKUP_ARG,
  validate: VALIDATE_ARG,
  mode: MODE_ARG,
  owner: OWNER_ARG,
  group: GROUP_ARG,
  follow_unsafe_links: UNSAFE_LINKS_ARG,
  unsafe_writes: {
    type: "boolean",
    description: "If the file is a mount point, write it in place instead of failing.",
    default: false,
  },
} as const satisfies Readonly<Record<string, ArgSchema>>;

export const CREATE_ARG = {
  type: "boolean",
  description: "Create the file if it does not exist. Its folder must exist.",
  default: false,
} as const satisfies ArgSchema;

/** Ansible's other names of `path`. */
export const EDIT_ALIASES = { dest: "path", destfile: "path", name: "path" } as const;

export const EDIT_RETURNS = {
  path: "The file.",
  msg: "What was changed; empty if nothing was.",
  mode: "Its permissions in octal, if the file exists.",
  owner: "Its user, if known.",
  group: "Its group, if known.",
  size: "Its size in bytes.",
  sha256: "The SHA-256 of its bytes.",
  backup_file: "With `backup`: the copy of the old file.",
} as const;

export const EDIT_NOTES = [
  'The file must be UTF-8 text of at most 1 MiB. It is replaced atomically, and only if it still is what was read. It keeps its mode and owner unless they are given; a new file gets mode "0644".',
  "Regular expressions have the syntax of RE2, which is Python's without look-around and references back to groups.",
] as const;
