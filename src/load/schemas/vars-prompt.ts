import { flag, keyword, text, unsupported } from "./parts.ts";

const ASKS = ["- hosts: web", "  vars_prompt:"] as const;
const HASH = unsupported('Hash it where it is used: `{{password_hash password "sha512" salt}}`.');

/** A variable that a play asks for. */
const prompt = {
  type: "object",
  title: "an entry of vars_prompt",
  properties: {
    name: text,
    prompt: text,
    default: { type: ["string", "number", "boolean", "null"] },
    private: flag,
    confirm: flag,
    encrypt: HASH,
    salt: HASH,
    salt_size: HASH,
    unsafe: unsupported("Omit it: what is typed is never evaluated."),
  },
  required: ["name"],
  additionalProperties: false,
} as const;

export const varsPrompt = keyword(
  { type: "array", title: "vars_prompt", items: prompt },
  "Variables to ask for on the terminal before any connection: `name`, `prompt`, `default`, `private` (`true` unless written: no echo, and a secret) and `confirm` (asks twice). What `-e` sets is not asked for.",
  ...ASKS,
  "    - { name: version, prompt: Which version?, default: latest, private: false }",
  "  roles: [app]",
);
