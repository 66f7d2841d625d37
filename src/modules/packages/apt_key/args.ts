import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { pathArg } from "../../lib/path/args.ts";

export const schema = {
  required: [],
  exclusive: [["data", "file", "url"]],
  needs: [
    { argument: "state", value: "present", oneOf: ["data", "file", "url"] },
    { argument: "state", value: "absent", oneOf: ["id", "data", "file"] },
  ],
  properties: {
    state: { type: "string", description: "Whether apt trusts it.", enum: ["present", "absent"], default: "present" },
    id: {
      type: "string",
      description: "The end of the fingerprint of the key or of a subkey, at least 8 digits.",
      pattern: "^(0[xX])?[0-9A-Fa-f]{8,64}$",
      rule: "at least 8 hexadecimal digits",
    },
    data: {
      type: "string",
      description: "The key in ASCII armor.",
      pattern: "^\\s*-----BEGIN PGP PUBLIC KEY BLOCK-----[\\s\\S]+-----END PGP PUBLIC KEY BLOCK-----\\s*$",
      rule: "a key in ASCII armor",
    },
    file: pathArg("A file on the target that has the key."),
    url: {
      type: "string",
      description: "The address of the key.",
      pattern: '^https?://[^\\s"\\\\@]+$',
      rule: "a URL without a login",
      hint: "A key server has keys at https://SERVER/pks/lookup?op=get&search=0xID.",
    },
    keyring: pathArg("The file of keys; by default a file of its own in /etc/apt/trusted.gpg.d."),
  },
} as const satisfies ArgsSchema;

export type Args = ArgsOf<typeof schema>;

/** The id in the form of fingerprints. */
export function idOf({ id }: Args): string | undefined {
  return id?.replace(/^0x/i, "").toUpperCase();
}
