import { GROUP_ARG, MODE_ARG, OWNER_ARG, pathArg } from "../path/args.ts";

/** The arguments that `copy` and `template` share. */
export const FILE_ARGS = {
  dest: pathArg("The file's full path on the target; its folder must be there."),
  mode: MODE_ARG,
  owner: OWNER_ARG,
  group: GROUP_ARG,
  follow: {
    type: "boolean",
    description: "Write the file that a symbolic link at `dest` leads to, instead of replacing the link.",
    default: false,
  },
  force: {
    type: "boolean",
    description: "Replace a file that has another content; `false` writes one only where there is none.",
    default: true,
  },
  unsafe_writes: {
    type: "boolean",
    description: "Where `dest` is a mount point, write it in place instead of refusing.",
    default: false,
  },
} as const;

export const FILE_RETURNS = {
  dest: "The file's path.",
  mode: "Its permissions in octal.",
  owner: "Its user, where known.",
  group: "Its group, where known.",
  size: "Its size in bytes.",
  sha256: "The SHA-256 of its bytes.",
} as const;

export const FILE_NOTES = [
  "The target file is at every instant the old one or the new one, whole, with its mode and owner. The bytes are checked by size and SHA-256 beside it before it takes its name.",
  'A new file gets mode "0644" unless told otherwise; an existing one keeps its mode and owner where they are not given. Other names (hard links) keep the old content; ACLs and extended attributes of the old file are not carried over.',
  "Comparing reads the old file, so its access time may move.",
] as const;
