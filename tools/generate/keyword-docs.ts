import { ANSIBLE_KEYWORDS, KEYWORDS, PLACES } from "../../src/load/schemas/catalogue.ts";
import type { GeneratedFile } from "./files.ts";
import { page, prose, table } from "./markdown.ts";

/** The page of all keywords of playbooks, roles and tasks. */
export function keywordDoc(): GeneratedFile {
  const names = [...new Set(KEYWORDS.map(({ name }) => name))];
  const rejected = ANSIBLE_KEYWORDS.map(({ name, places, instead }) => [`\`${name}\``, listed(places), prose(instead)]);
  const lines = [
    "# Keywords",
    "",
    "What may stand in playbooks, lists of tasks, and a role's `meta/main.yaml`. A value that may be computed is a template in quotes,",
    '`"{{name}}"`, or an expression, `!cel EXPRESSION`; [functions](functions.md) work in both. Conditions are expressions without',
    "the `!cel`. The [language](../language.md) explains how the keywords work together.",
    "",
    ...table(["where", "keywords"], Object.entries(PLACES).map(placeRow)),
    ...names.flatMap(section),
    "",
    "## Ansible's keywords that are not here",
    "",
    "Each is an error with its line, and with what to write instead.",
    "",
    ...table(["keyword", "where", "instead"], rejected),
  ];
  return { path: "docs/reference/keywords.md", text: page(lines) };
}

function placeRow([place, properties]: readonly [string, (typeof PLACES)[string]]): string[] {
  const supported = Object.entries(properties).filter(([, { description }]) => description !== undefined);
  return [place, supported.map(([name]) => `[\`${name}\`](#${name})`).join(", ")];
}

function section(name: string): string[] {
  const meanings = KEYWORDS.filter((keyword) => keyword.name === name);
  return [
    ...["", `## ${name}`],
    ...meanings.flatMap(({ places, description, type, example }) => [
      "",
      `Of: ${listed(places)}. Value: ${type}.`,
      "",
      prose(description),
      "",
      ...["```yaml", example, "```"],
    ]),
  ];
}

/** Places in words; those of all includes, and of what has arguments, are shortened. */
function listed(places: readonly string[]): string {
  return places.map((place) => place.replace(/(\w+_\w+)$/, "`$1`")).join(", ");
}
