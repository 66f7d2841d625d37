import type { ArgsOf, ArgSchema, ArgsSchema } from "../../../module/schema.ts";
import { OCTAL_MODE_ARG } from "../../lib/path/mode.ts";

/** A list of words, which apt separates by blanks. */
const words = (description: string) =>
  ({
    type: "array",
    description,
    split: true,
    items: { type: "string", description: "A word.", pattern: "^[^\\s#]\\S*$", rule: "a word without blanks" },
  }) as const satisfies ArgSchema;

const flag = (description: string) => ({ type: "boolean", description }) as const satisfies ArgSchema;

export const schema = {
  required: ["name"],
  needs: [
    { argument: "state", value: "present", oneOf: ["uris"] },
    { argument: "state", value: "present", oneOf: ["suites"] },
  ],
  properties: {
    name: {
      type: "string",
      description: "The repository; the files are named after it.",
      pattern: "^[^\\n]*[A-Za-z0-9][^\\n]*$",
      rule: "a line with letters or digits",
    },
    state: { type: "string", description: "Whether apt knows it.", enum: ["present", "absent"], default: "present" },
    types: {
      type: "array",
      description: "Kinds of packages: deb, which is the default, deb-src or both.",
      split: true,
      items: { type: "string", description: "A kind.", enum: ["deb", "deb-src"] },
    },
    uris: words("The addresses that have the packages."),
    suites: words("Suites, such as trixie; or a folder that ends in a slash, such as ./."),
    components: words("Parts of a suite, such as main. A suite needs them, a folder has none."),
    architectures: words("Only packages for these architectures, such as amd64."),
    signed_by: {
      type: "string",
      description:
        "The key that signs: a file on the target, a URL to fetch it from, or the key itself in ASCII armor.",
      pattern:
        '^\\s*(/\\S+|https?://[^\\s"\\\\@]+|[0-9A-Fa-f]{40}!?|-----BEGIN PGP PUBLIC KEY BLOCK-----[\\s\\S]+-----END PGP PUBLIC KEY BLOCK-----)\\s*$',
      rule: "an absolute path, a URL without a login, a fingerprint of 40 digits or a key in ASCII armor",
    },
    enabled: flag("Whether apt uses the repository."),
    trusted: flag("Trust the packages without a signature, or never trust them."),
    allow_downgrade_to_insecure: flag("Accept a repository that was signed before and is not any more."),
    allow_insecure: flag("Accept a repository without a signature."),
    allow_weak: flag("Accept a signature that uses a weak algorithm."),
    by_hash: flag("Fetch lists by their digest."),
    check_date: flag("Reject lists from the future."),
    check_valid_until: flag("Reject lists that have expired."),
    date_max_future: { type: "integer", description: "Seconds that a list may be from the future.", minimum: 0 },
    inrelease_path: {
      type: "string",
      description: "The InRelease file, relative to the address.",
      pattern: "^\\S+$",
      rule: "a path without blanks",
    },
    languages: words("Translations to fetch, or none."),
    pdiffs: flag("Fetch differences of lists."),
    targets: words("What to fetch, such as Packages."),
    mode: { ...OCTAL_MODE_ARG, description: 'Permissions of the file in octal, quoted: "0644".', default: "0644" },
  },
} as const satisfies ArgsSchema;

export type Args = ArgsOf<typeof schema>;
