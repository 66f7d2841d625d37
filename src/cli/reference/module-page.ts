import { stringify } from "yaml";
import type { Example, Module } from "../../module/contract.ts";
import type { ArgSchema, ArgsSchema } from "../../module/schema.ts";

/** The documentation of one argument; `depth` counts the maps around it. */
export interface ArgumentRow {
  readonly name: string;
  /** Ansible's other names, which mean the same. */
  readonly aliases: readonly string[];
  readonly depth: number;
  readonly type: string;
  readonly required: boolean;
  readonly default: string | undefined;
  readonly description: string;
}

/** All arguments in the order of the schema, each map followed by its own. */
export function argumentRows(schema: ArgsSchema): ArgumentRow[] {
  const rest = schema.rest ? [rowOf("(any other name)", schema.rest, false, 0)] : [];
  const aliases = Object.entries(schema.aliases ?? {});
  const rows = rowsOf(schema.properties, schema.required, 0).map((row) =>
    row.depth > 0 ? row : { ...row, aliases: aliases.flatMap(([alias, name]) => (name === row.name ? alias : [])) },
  );
  return [...rows, ...rest];
}

function rowsOf(
  properties: Readonly<Record<string, ArgSchema>>,
  required: readonly string[],
  depth: number,
): ArgumentRow[] {
  return Object.entries(properties).flatMap(([name, schema]) => [
    rowOf(name, schema, required.includes(name), depth),
    ...nestedRows(schema, depth + 1),
  ]);
}

function nestedRows(schema: ArgSchema, depth: number): ArgumentRow[] {
  if (schema.type === "array") return nestedRows(schema.items, depth);
  if (schema.type !== "object") return [];
  if (schema.properties) return rowsOf(schema.properties, schema.required ?? [], depth);
  return nestedRows(schema.additionalProperties, depth);
}

function rowOf(name: string, schema: ArgSchema, required: boolean, depth: number): ArgumentRow {
  const value = "default" in schema ? schema.default : undefined;
  const shown = value === undefined ? undefined : JSON.stringify(value);
  const { description } = schema;
  return { name, aliases: [], depth, type: typeName(schema), required, default: shown, description };
}

function typeName(schema: ArgSchema): string {
  if (Array.isArray(schema.type)) return schema.type.join(" or ");
  switch (schema.type) {
    case "string":
      if (schema.source !== undefined) return schema.source === "file" ? "file name" : "template name";
      return schema.enum ? `one of ${schema.enum.join(", ")}` : "string";
    case "array":
      return `list of ${typeName(schema.items)}`;
    case "object":
      return schema.properties ? "map" : `map of ${typeName(schema.additionalProperties)}`;
    case "condition":
      return "condition (CEL)";
    case "any":
      return "any value";
    case "integer":
    case "number":
    case "boolean":
      return schema.type;
  }
  return "";
}

/** An example as a task in YAML. */
export function exampleYaml(module: Module, example: Example): string {
  return stringify([{ name: example.title, [module.name]: example.args }], { lineWidth: 0 }).trimEnd();
}

/** Sentences about how arguments may be combined. */
export function argumentRules({ oneOf, exclusive = [], needs = [], shorthand }: ArgsSchema): string[] {
  return [
    ...(oneOf ?? []).map((names) => `Exactly one of ${names.join(", ")} is required.`),
    ...exclusive.map((names) => `At most one of ${names.join(", ")} may be given.`),
    ...needs.map(
      ({ argument, value, oneOf: others }) =>
        `${argument}${value === undefined ? "" : `: ${value}`} needs ${others.join(" or ")}.`,
    ),
    ...(shorthand === undefined ? [] : [`A value right after the module's name sets ${shorthand}.`]),
  ];
}

/** The whole documentation of a module for a terminal. */
export function modulePage(module: Module): string {
  const returns = Object.entries(module.returns ?? {}).map(([name, sentence]) => `  ${name}: ${sentence}`);
  return [
    `${module.name}: ${module.summary}`,
    ...(module.notes ?? []).flatMap((note) => ["", note]),
    ...["", "Arguments", ...argumentRows(module.args).flatMap(argumentLines)],
    ...argumentRules(module.args).map((rule) => `  ${rule}`),
    ...(returns.length === 0 ? [] : ["", "Result (register)", ...returns]),
    ...["", "Examples", ...module.examples.flatMap((example) => indent(exampleYaml(module, example)))],
    "",
  ].join("\n");
}

function argumentLines(row: ArgumentRow): string[] {
  const space = "  ".repeat(row.depth + 1);
  const presence = row.required ? "required" : row.default === undefined ? "optional" : `default ${row.default}`;
  const aliases = row.aliases.length === 0 ? "" : `, also ${row.aliases.join(", ")}`;
  return [`${space}${row.name}${aliases} (${row.type}, ${presence})`, `${space}    ${row.description}`];
}

function indent(text: string): string[] {
  return text.split("\n").map((line) => `  ${line}`);
}
