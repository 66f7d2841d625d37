import { argumentRows, argumentRules, exampleYaml } from "../../src/cli/reference/module-page.ts";
import type { ArgumentRow } from "../../src/cli/reference/module-page.ts";
import type { Module } from "../../src/module/contract.ts";
import type { GeneratedFile } from "./files.ts";
import { page, prose, table } from "./markdown.ts";

export const MODULE_DOCS = "docs/reference/modules";

/** The page of one module. */
export function moduleDoc(module: Module): GeneratedFile {
  const lines = [
    `# ${prose(module.name)}`,
    "",
    prose(module.summary),
    ...(module.notes ?? []).flatMap((note) => ["", prose(note)]),
    ...argumentSection(module),
    ...resultSection(module),
    ...["", "## Examples"],
    ...module.examples.flatMap((example) => ["", "```yaml", exampleYaml(module, example), "```"]),
  ];
  return { path: `${MODULE_DOCS}/${module.name}.md`, text: page(lines) };
}

function argumentSection(module: Module): string[] {
  const rows = argumentRows(module.args).map(argumentCells);
  if (rows.length === 0) return ["", "It takes no arguments."];
  const rules = argumentRules(module.args).flatMap((rule) => ["", prose(rule)]);
  return ["", "## Arguments", "", ...table(["name", "type", "presence", "meaning"], rows), ...rules];
}

function argumentCells(row: ArgumentRow): string[] {
  const presence = row.required ? "required" : row.default === undefined ? "optional" : `default \`${row.default}\``;
  const aliases = row.aliases.map((alias) => `\`${alias}\``).join(", ");
  const name = `${"&nbsp;&nbsp;".repeat(row.depth)}\`${row.name}\`${aliases === "" ? "" : ` (also ${aliases})`}`;
  return [name, prose(row.type), presence, prose(row.description)];
}

function resultSection(module: Module): string[] {
  const rows = Object.entries(module.returns ?? {}).map(([name, sentence]) => [`\`${name}\``, prose(sentence)]);
  return rows.length === 0 ? [] : ["", "## Result", "", ...table(["field", "meaning"], rows)];
}
