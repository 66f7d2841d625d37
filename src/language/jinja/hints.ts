import { LOOKUP_WORDS } from "./lookups.ts";
import { missingHint, partsOf } from "./missing.ts";
import { parseJinja } from "./parse.ts";
import { toCel } from "./to-cel.ts";
import { condition, toMustaches, toOperand } from "./to-handlebars.ts";
import type { Jinja } from "./tree.ts";
import { choiceOfValues } from "./whole-value.ts";

/** Translates a Jinja expression to CEL. Undefined if it is not Jinja, if nothing changes, or if CEL has no counterpart for a part of it. */
export function celFor(text: string): string | undefined {
  const tree = parseJinja(text);
  const cel = tree && toCel(tree);
  return cel === text.trim() ? undefined : cel;
}

/**
 * What to write instead of `{{ text }}` in a template: the Handlebars for it, or a tagged expression, which replaces a whole value.
 * @param isValue the braces are a whole value of a YAML file
 */
export function mustacheHint(text: string, isValue: boolean): string | undefined {
  const tree = parseJinja(text);
  if (!tree) return undefined;
  const special = specialHint(tree);
  if (special !== undefined) return special;
  const choice = isValue ? choiceOfValues(tree) : undefined;
  if (choice)
    return choice.is === "template" ? `Write ${choice.text}.` : `Write !cel ${choice.text} as the whole value.`;
  const mustaches = toMustaches(tree);
  if (mustaches !== undefined) return `Write ${mustaches}.`;
  // As a condition, `regex_search` is `matches`; as a value, it is the text that was found.
  const isFound = partsOf(tree).some((part) => part.kind === "filter" && part.name === "regex_search");
  const cel = isFound ? undefined : toCel(tree);
  if (cel === undefined) return missingHint(tree, "template");
  return isValue
    ? `Write !cel ${cel} as the whole value.`
    : `Define a variable with the value !cel ${cel}, and write its name here.`;
}

/** What to write instead of `(text)`, an argument of a helper or block. */
export function operandHint(text: string): string | undefined {
  const tree = parseJinja(text);
  const operand = tree && (specialHint(tree) === undefined ? toOperand(tree) : undefined);
  return operand === undefined ? undefined : `Write ${operand}.`;
}

/** What to write instead of `{{elif text}}`. */
export function elseHint(text: string): string | undefined {
  const tree = parseJinja(text);
  const written = tree && condition(tree);
  return written && `Write {{else ${written}}}.`;
}

/** What to write instead of `{{- text -}}`, which removes the white space around it in Jinja. */
export function trimHint(source: string): string | undefined {
  const [, before, text = "", after] = /^\{\{(-?)([^]*?)(-?)\}\}$/.exec(source) ?? [];
  const tree = before || after ? parseJinja(text) : undefined;
  const inner = /^\{\{([^{}]*)\}\}$/.exec((tree && toMustaches(tree)) ?? "")?.[1];
  return inner && `Write {{${before ? "~" : ""}${inner}${after ? "~" : ""}}}.`;
}

/** What to write instead of `{{#if text}}`, or another block with a condition. */
export function conditionHint(block: string, text: string): string | undefined {
  const tree = parseJinja(text);
  const written = tree && condition(block === "unless" ? { kind: "unary", operator: "not", of: tree } : tree);
  if (written !== undefined) return `Write {{#${written}}}.`;
  const cel = tree && toCel(tree);
  return cel && `Define a variable with the value !cel ${cel}, and write its name here.`;
}

/** `specialHint`, for the text of an expression. */
export function specialHintFor(text: string): string | undefined {
  const tree = parseJinja(text);
  return tree && specialHint(tree);
}

/** What to do about a part of an expression that neither CEL nor templates have; undefined if there is none. */
export function missingHintFor(text: string): string | undefined {
  const tree = parseJinja(text);
  return tree && missingHint(tree, "expression");
}

/** The hint for what has no counterpart of the same shape: `lookup('env', 'X')`, a filter that no helper replaces. */
function specialHint(tree: Jinja): string | undefined {
  const parts = partsOf(tree);
  for (const part of parts) {
    if (part.kind !== "call" || part.callee.kind !== "name" || !LOOKUP_WORDS.has(part.callee.name)) continue;
    if (toCel(part) !== undefined) continue;
    const plugin = part.args[0]?.value;
    return lookupHint(plugin?.kind === "string" ? plugin.text : "");
  }
  return undefined;
}

function lookupHint(plugin: string): string {
  const bare = plugin.replace(/^.*\./, "");
  switch (bare) {
    case "env":
    case "file":
    case "template":
    case "fileglob":
    case "first_found":
    case "vars":
      return `Write ${bare}(…) in an expression or {{${bare} …}} in a template, with the arguments of docs/reference/functions.md.`;
    case "password":
      return "Declare the secret in generated_secrets.yaml, and read it by its name.";
    case "sequence":
      return "Write sequence(FIRST, LAST) with the numbers.";
    case "items":
    case "list":
      return "Write the list itself.";
    case "passwordstore":
    case "hashi_vault":
    case "bitwarden":
    case "onepassword":
      return "Define a variable with a value such as !secret { command: [pass, show, NAME] }, and write its name here.";
    case "pipe":
      return "Run the command in a task (`delegate_to: localhost`), and register its output.";
    case "url":
      return "Use the module uri (`delegate_to: localhost`), and register its answer.";
    case "varnames":
      return "Name the variables in a list, and read them with vars(name).";
    default:
      return "There is no such lookup: use one of the functions file, template, fileglob, first_found, env and vars, or register the output of a command.";
  }
}
