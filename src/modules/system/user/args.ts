import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { accountArg } from "../../lib/accounts/entries.ts";
import { pathArg } from "../../lib/path/args.ts";

export const USER_ARGS = {
  required: ["name"],
  shorthand: "name",
  aliases: { user: "name", createhome: "create_home" },
  properties: {
    name: accountArg("The user."),
    state: { type: "string", description: "Whether it exists.", enum: ["present", "absent"], default: "present" },
    uid: { type: "integer", description: "Its number. Without it, the system chooses one.", minimum: 0 },
    non_unique: { type: "boolean", description: "Another user may have the same `uid`.", default: false },
    system: {
      type: "boolean",
      description: "A new user gets a number from the range of system users.",
      default: false,
    },
    comment: {
      type: "string",
      description: "The user's full name or what it is for.",
      pattern: "^[^:\\n]*$",
      rule: "a text without colons and line breaks",
    },
    group: {
      type: "string",
      description: "The primary group: a name or a number. Without it, a new user gets a group of its own.",
      pattern: "^[^-:,\\s][^:,\\s]*$",
      rule: "the name or number of a group",
    },
    groups: {
      type: "array",
      split: true,
      items: accountArg("A group."),
      description: "The other groups that the user is in. An empty list removes it from all of them.",
    },
    append: { type: "boolean", description: "Leave the user in its groups besides `groups`.", default: false },
    shell: pathArg("The login shell."),
    home: pathArg("The home folder."),
    create_home: { type: "boolean", description: "Create the home folder if it is missing.", default: true },
    move_home: { type: "boolean", description: "Move the old home folder if `home` differs.", default: false },
    skeleton: pathArg("The folder whose files a new home folder gets; otherwise /etc/skel."),
    password: {
      type: "string",
      description: "The hash of the password, as `password_hash` makes it; `!` or `*` allows none.",
      pattern: "^([!*]*|!*\\$[A-Za-z0-9]+\\$[^:\\s]+)$",
      rule: "a hash such as $6$SALT$HASH, or ! or *",
      hint: 'Hash it: "{{ password_hash PASSWORD }}".',
    },
    update_password: {
      type: "string",
      description: "When `password` is set: whenever it differs, or only for a new user.",
      enum: ["always", "on_create"],
      default: "always",
    },
    password_lock: { type: "boolean", description: "Whether the password is locked, which keeps it but accepts none." },
    expires: {
      type: "number",
      description: "When the account expires, in seconds since 1970, rounded down to a day; a negative number: never.",
    },
    generate_ssh_key: {
      type: "boolean",
      description: "Make a key for SSH without a passphrase, unless the file is there. It never leaves the target.",
      default: false,
    },
    ssh_key_type: {
      type: "string",
      description: "The type of the key.",
      enum: ["rsa", "ecdsa", "ed25519"],
      default: "rsa",
      unsupportedValues: { dsa: "ed25519" },
    },
    ssh_key_bits: {
      type: "integer",
      description: "The bits of the key. Without it, ssh-keygen chooses.",
      minimum: 256,
      maximum: 16384,
    },
    ssh_key_file: {
      type: "string",
      description: "The file of the key: a full path, or one below the home folder. By default .ssh/id_TYPE.",
      pattern: "^(?![^]*(?:^|/)\\.\\.(?:/|$))[^]*[^/]$",
      rule: "a path without `..`",
    },
    ssh_key_comment: {
      type: "string",
      description: "The comment of the key.",
      pattern: "^[^\\n]*$",
      rule: "one line of text",
    },
    remove: {
      type: "boolean",
      description: "With `state: absent`: also remove the home folder and the mail.",
      default: false,
    },
    force: { type: "boolean", description: "With `state: absent`: even if the user is logged in.", default: false },
  },
} as const satisfies ArgsSchema;

export type UserArgs = ArgsOf<typeof USER_ARGS>;
