import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { GROUP_ARG, OWNER_ARG, pathArg } from "../../lib/path/args.ts";
import { MODE_ARG } from "../../lib/path/mode.ts";
import { UNSAFE_LINKS_ARG } from "../../lib/path/walk.ts";

export const PRIVATEKEY_ARGS = {
  required: ["path"],
  needs: [
    { argument: "type", value: "ECC", oneOf: ["curve"] },
    { argument: "cipher", oneOf: ["passphrase"] },
  ],
  properties: {
    path: pathArg("The file of the key on the target; its folder must exist."),
    type: {
      type: "string",
      description: "The kind of key.",
      enum: ["RSA", "ECC", "Ed25519", "Ed448", "X25519", "X448"],
      unsupportedValues: { DSA: "Use RSA or Ed25519: new software does not accept DSA." },
      default: "RSA",
    },
    size: { type: "integer", description: "The bits of an RSA key.", minimum: 1024, maximum: 16384, default: 4096 },
    curve: {
      type: "string",
      description: "The curve of an ECC key.",
      enum: [
        ...["secp224r1", "secp256k1", "secp256r1", "secp384r1", "secp521r1"],
        ...["brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"],
      ],
    },
    passphrase: {
      type: "string",
      description: "What encrypts the key: a secret.",
      pattern: "^[^\\n]{4,1000}$",
      rule: "one line of 4 to 1000 characters",
    },
    cipher: {
      type: "string",
      description:
        "The cipher of a new key that has a passphrase. By default, and with `auto`, it is AES with 256 bits.",
      enum: ["auto", "aes128", "aes192", "aes256"],
    },
    format: {
      type: "string",
      description:
        "The format of a new key; `auto` is pkcs1 for RSA and ECC without a passphrase, otherwise pkcs8. A key that exists keeps its own.",
      enum: ["auto", "auto_ignore", "pkcs1", "pkcs8"],
      default: "auto",
    },
    force: { type: "boolean", description: "Make a new key with each run.", default: false },
    state: {
      type: "string",
      description: "The key exists.",
      enum: ["present"],
      unsupportedValues: { absent: "Use the `file` module with `state: absent`." },
      default: "present",
    },
    mode: { ...MODE_ARG, default: "0600" },
    owner: OWNER_ARG,
    group: GROUP_ARG,
    follow_unsafe_links: UNSAFE_LINKS_ARG,
  },
} as const satisfies ArgsSchema;

export type KeyArgs = ArgsOf<typeof PRIVATEKEY_ARGS>;
