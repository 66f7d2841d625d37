import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { pathArg } from "../../lib/path/args.ts";
import { UNSAFE_LINKS_ARG } from "../../lib/path/walk.ts";

export const KEYPAIR_ARGS = {
  required: ["path"],
  properties: {
    path: pathArg("The file of the private key. That of the public key has the same name with .pub at its end."),
    type: {
      type: "string",
      description: "The type of the key.",
      enum: ["rsa", "ecdsa", "ed25519"],
      default: "rsa",
      unsupportedValues: { dsa: "ed25519", rsa1: "ed25519" },
    },
    size: {
      type: "integer",
      description:
        "The bits of the key: 4096 by default for rsa; 256, 384 or 521 for ecdsa. It means nothing for ed25519.",
      minimum: 256,
      maximum: 16384,
    },
    comment: {
      type: "string",
      description: "The comment of the public key.",
      pattern: "^[^\\n]*$",
      rule: "one line of text",
    },
    force: { type: "boolean", description: "Make a new key pair, whatever is there.", default: false },
    state: { type: "string", description: "Whether it is there.", enum: ["present", "absent"], default: "present" },
    follow_unsafe_links: UNSAFE_LINKS_ARG,
  },
} as const satisfies ArgsSchema;

export type KeypairArgs = ArgsOf<typeof KEYPAIR_ARGS>;
