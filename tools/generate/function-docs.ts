import type { LanguageFunction } from "../../src/language/functions/define.ts";
import { exampleInCel, exampleInTemplate } from "../../src/language/functions/examples.ts";
import { FAMILIES } from "../../src/language/functions/table.ts";
import { TEMPLATE_HELPERS, type Helper } from "../../src/language/helpers.ts";
import { BLOCK_TEXTS, type BlockText } from "../../src/language/template/blocks.ts";
import { toJson } from "../../src/model/json.ts";
import type { GeneratedFile } from "./files.ts";
import { page, prose, table } from "./markdown.ts";

const HEADS = ["function", "what it does", "in a template", "in an expression", "result"];

/** The page of all functions of templates and expressions. */
export function functionDoc(): GeneratedFile {
  const lines = [
    "# Functions",
    "",
    'Templates and expressions have the same functions. A template calls one as a helper: `{{join brokers ","}}`, inside another call in',
    'parentheses: `{{upper (join brokers ",")}}`. An expression calls it as a function, `join(brokers, ",")`, or as a method of its first',
    'argument, `brokers.join(",")`. `[x]` is an argument that may be left out, `x...` one that may be repeated.',
    "",
    "An unknown argument makes the result unknown, and a string made from a secret is a secret. Where a template needs a list or a map, it",
    "reads a variable: the examples name it.",
    ...FAMILIES.flatMap(({ title, functions }) => ["", `## ${title}`, "", ...table(HEADS, functions.flatMap(rows))]),
    ...["", "## Only in templates", "", "Expressions have operators or macros for these.", ""],
    ...table(["helper", "what it does", "example", "result"], TEMPLATE_HELPERS.map(helperRow)),
    ...["", "## Blocks of templates", "", "`~` inside the braces removes white space: `{{~#each list~}}`."],
    ...["`{{!-- text --}}` is a comment, `{{> name key=value}}` a partial of `templates/`.", ""],
    ...table(["block", "what it does", "example"], BLOCK_TEXTS.map(blockRow)),
  ];
  return { path: "docs/reference/functions.md", text: page(lines) };
}

function rows(fn: LanguageFunction): string[][] {
  return fn.examples.map((example, index) => [
    ...(index === 0 ? [code(signature(fn)), prose(`${fn.summary} Returns: ${fn.result}.`)] : ["", ""]),
    code(exampleInTemplate(fn, example).template),
    code(exampleInCel(fn, example)),
    code(toJson(example.result)),
  ]);
}

function signature({ name, parameters }: LanguageFunction): string {
  const written = parameters.map((parameter) => {
    const typed = `${parameter.name}: ${parameter.type}`;
    return parameter.optional ? `[${typed}]` : parameter.many ? `${typed}...` : typed;
  });
  return `${name}(${written.join(", ")})`;
}

function helperRow({ name, sentence, example }: Helper): string[] {
  return [code(name), prose(sentence), code(example.template), code(toJson(example.result))];
}

function blockRow({ name, sentence, example }: BlockText): string[] {
  return [code(`#${name}`), prose(sentence), code(example)];
}

function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}
