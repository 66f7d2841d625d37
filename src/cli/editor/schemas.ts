import { SETTING_DOCS } from "../../inventory/setting-names.ts";
import { blockSchema } from "../../load/schemas/block.ts";
import { INCLUDE_WORDS, includeSchemas } from "../../load/schemas/include.ts";
import { inventorySchema } from "../../load/schemas/inventory.ts";
import { importSchema, playbookSchema } from "../../load/schemas/playbook.ts";
import { metaSchema } from "../../load/schemas/role.ts";
import { taskSchema } from "../../load/schemas/task.ts";
import { varsSchema } from "../../load/schemas/vars.ts";
import { argsJsonSchema } from "../../load/validation/args-schema.ts";
import type { Module } from "../../module/contract.ts";
import { forEditors, type Schema } from "./for-editors.ts";

/** The files that editors can check, by the name of their schema. */
export const EDITOR_KINDS = ["playbook", "tasks", "role", "inventory", "vars"] as const;
export type EditorKind = (typeof EDITOR_KINDS)[number];

const TASKS = { type: ["array", "null"], items: { $ref: "#/definitions/task" } };
const LISTS = ["tasks", "pre_tasks", "post_tasks", "handlers", "block", "rescue", "always"];
/** Ansible's collections, before the names of modules. */
const COLLECTION = "^(ansible\\.(builtin|legacy|posix)|community\\.\\w+)\\.";

/** The JSON Schema of a kind of file, with the arguments of these modules. */
export function editorSchema(kind: EditorKind, modules: readonly Module[]): Schema {
  const head = { $schema: "http://json-schema.org/draft-07/schema#", $id: `urn:provision:schema:${kind}` };
  const definitions = { task: taskOf(modules) };
  switch (kind) {
    case "playbook":
      return { ...head, type: "array", items: playOrImport(), definitions };
    case "tasks":
      return { ...head, ...TASKS, definitions };
    case "role":
      return { ...head, ...withParameters(forEditors(metaSchema), "dependencies") };
    case "inventory":
      return { ...head, ...inventory() };
    case "vars":
      return { ...head, ...forEditors(varsSchema), description: "Variables by name." };
  }
}

/** A task, a block or an include: which keys go together is checked by `--syntax-check`. */
function taskOf(modules: readonly Module[]): Schema {
  const includes = INCLUDE_WORDS.map((word) => {
    const { args } = includeSchemas(word);
    const main = word.endsWith("_tasks") ? "A file of tasks." : "A role.";
    return [word, { description: main, anyOf: [{ type: "string" }, forEditors(args)] }] as const;
  });
  const properties = {
    ...propertiesOf(blockSchema),
    ...propertiesOf(taskSchema),
    ...Object.fromEntries([...modules.map((module) => [module.name, moduleOf(module)] as const), ...includes]),
  };
  const any = { type: ["object", "array", "string", "null"] };
  return {
    type: "object",
    properties: withLists({
      ...properties,
      systemd: properties["service"] ?? {},
      yum: properties["dnf"] ?? {},
      args: any,
    }),
    patternProperties: { [COLLECTION]: any },
    additionalProperties: false,
  };
}

/** A module's arguments, or what may stand directly after its name. */
function moduleOf({ name, summary, args, examples: [{ args: example }] }: Module): Schema {
  const properties = Object.entries(args.aliases ?? {}).flatMap(([alias, ours]) => {
    const meant = args.properties[ours];
    return meant ? [[alias, { ...meant, description: `The same as \`${ours}\`. ${meant.description}` }] as const] : [];
  });
  const all = { ...args, properties: { ...Object.fromEntries(properties), ...args.properties }, required: [] };
  const short = args.shorthand === undefined ? [] : [{ type: ["string", "array", "number", "boolean"] }];
  const optional = args.required.length === 0 ? [{ type: "null" }] : [];
  return {
    description: summary,
    markdownDescription: `${summary}\n\n\`\`\`yaml\n- ${name}: ${JSON.stringify(example)}\n\`\`\``,
    anyOf: [forEditors(argsJsonSchema(all), true), ...short, ...optional],
  };
}

function playOrImport(): Schema {
  const play = withParameters(forEditors(playbookSchema.items), "roles");
  return {
    if: { type: "object", required: ["import_playbook"] },
    then: forEditors(importSchema),
    else: { ...play, properties: withLists(play["properties"] as Schema) },
  };
}

/** Roles have variables next to their keywords. */
function withParameters(schema: Schema, key: "roles" | "dependencies"): Schema {
  const properties = schema["properties"] as Readonly<Record<string, Schema>>;
  const list = properties[key] ?? {};
  const items = { ...(list["items"] as Schema), additionalProperties: true };
  return { ...schema, properties: { ...properties, [key]: { ...list, items } } };
}

function withLists(properties: Schema): Schema {
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [
      key,
      LISTS.includes(key) ? { ...(schema as Schema), ...TASKS } : schema,
    ]),
  );
}

function propertiesOf(schema: object): Schema {
  return forEditors(schema)["properties"] as Schema;
}

/** The inventory, with its settings described where variables are. */
function inventory(): Schema {
  const names = SETTING_DOCS.flatMap(({ name, short, ansibleNames, description }) =>
    [name, short, ...ansibleNames].flatMap((one) => (one === undefined ? [] : [[one, { description }] as const])),
  );
  const vars = { type: ["object", "null"], properties: Object.fromEntries(names) };
  const schema = forEditors(inventorySchema);
  const { group } = schema["$defs"] as { readonly group: Schema };
  const properties = group["properties"] as Readonly<Record<string, Schema>>;
  const hosts = { ...properties["hosts"], additionalProperties: vars };
  const groupVars = { ...properties["vars"], ...vars };
  return { ...schema, $defs: { group: { ...group, properties: { ...properties, hosts, vars: groupVars } } } };
}
