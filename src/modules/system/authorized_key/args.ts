import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { accountArg } from "../../lib/accounts/entries.ts";
import { pathArg } from "../../lib/path/args.ts";

export const AUTHORIZED_KEY_ARGS = {
  required: ["user", "key"],
  properties: {
    user: accountArg("The user who is to log in with the key."),
    key: {
      type: "string",
      description: "The public key; several are on lines of their own.",
      pattern: "(^|[\\s,])(ssh-(rsa|dss|ed25519)|ecdsa-sha2-[a-z0-9-]+|sk-[a-z0-9@.-]+) +[A-Za-z0-9+/]+=*(\\s|$)",
      rule: "a public key of SSH",
      hint: 'Write its text: "ssh-ed25519 AAAA… NAME", or read it from a file: "{{ file `keys/NAME.pub` }}".',
    },
    state: {
      type: "string",
      description: "Whether the keys are there.",
      enum: ["present", "absent"],
      default: "present",
    },
    exclusive: { type: "boolean", description: "With `state: present`: remove all other keys.", default: false },
    key_options: {
      type: "string",
      description: "Options for the keys, such as no-port-forwarding.",
      pattern: "^[^\\n]+$",
      rule: "one line of text",
    },
    comment: {
      type: "string",
      description: "The keys' comment instead of their own.",
      pattern: "^[^\\n]*$",
      rule: "one line of text",
    },
    path: pathArg("The file, instead of .ssh/authorized_keys in the user's home folder."),
    manage_dir: {
      type: "boolean",
      description: "Create the file's folder if it is missing, for this user only.",
      default: true,
    },
  },
} as const satisfies ArgsSchema;

export type AuthorizedKeyArgs = ArgsOf<typeof AUTHORIZED_KEY_ARGS>;
