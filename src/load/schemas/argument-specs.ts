import { unsupported } from "./parts.ts";

const CHECKED = "Check that with the module `assert`.";
const UNREAD = { type: ["string", "array", "object", "number", "boolean", "null"] } as const;

/** One variable. The keys from `pattern` on are not in Ansible's format. */
const option = {
  type: "object",
  title: "A variable's specification",
  properties: {
    type: { type: "string", enum: ["str", "int", "float", "bool", "list", "dict", "path", "raw"] },
    required: { type: "boolean" },
    choices: { type: "array", minItems: 1, items: { type: ["string", "number", "boolean"] } },
    elements: { type: "string", enum: ["str", "int", "float", "bool", "list", "dict", "path", "raw"] },
    options: { $ref: "#/$defs/options" },
    no_log: { type: "boolean" },
    default: UNREAD,
    description: UNREAD,
    version_added: UNREAD,
    aliases: unsupported("Use one name, because a role reads its variables by name."),
    fallback: unsupported("Write the fallback into the role's defaults."),
    mutually_exclusive: unsupported(CHECKED),
    required_together: unsupported(CHECKED),
    required_one_of: unsupported(CHECKED),
    required_if: unsupported(CHECKED),
    required_by: unsupported(CHECKED),
    pattern: { type: "string", minLength: 1 },
    expected: { type: "string", minLength: 1 },
    minimum: { type: "number" },
    maximum: { type: "number" },
    source: { type: "string", enum: ["file"] },
    created_by: { type: "string", minLength: 1 },
  },
  additionalProperties: false,
} as const;

const entryPoint = {
  type: ["object", "null"],
  title: "An argument specification",
  properties: {
    options: { $ref: "#/$defs/options" },
    short_description: UNREAD,
    description: UNREAD,
    author: UNREAD,
    version_added: UNREAD,
    notes: UNREAD,
    seealso: UNREAD,
    mutually_exclusive: unsupported(CHECKED),
    required_together: unsupported(CHECKED),
    required_one_of: unsupported(CHECKED),
    required_if: unsupported(CHECKED),
    required_by: unsupported(CHECKED),
  },
  additionalProperties: false,
} as const;

/** The specifications of a role's variables by entry point; only `main` is used. */
export const argumentSpecsSchema = {
  type: ["object", "null"],
  title: "argument_specs",
  additionalProperties: entryPoint,
  $defs: { options: { type: ["object", "null"], title: "options", additionalProperties: option }, option },
} as const;

/** meta/argument_specs.yaml of a role. */
export const argumentSpecsFileSchema = {
  type: "object",
  title: "A file of argument specifications",
  properties: { argument_specs: argumentSpecsSchema },
  required: ["argument_specs"],
  additionalProperties: false,
  $defs: argumentSpecsSchema.$defs,
} as const;
