import { INNER } from "./mustache.ts";
import { parseJinja } from "./parse.ts";
import { findStatements } from "./statements.ts";
import { toCel } from "./to-cel.ts";
import { toMustaches } from "./to-handlebars.ts";
import { statementMustache } from "./translate-statement.ts";
import type { Translation } from "./tree.ts";
import { choiceOfValues } from "./whole-value.ts";

/** Text that is nothing but one mustache. */
const WHOLE = new RegExp(String.raw`^\s*\{\{-?(${INNER})-?\}\}\s*$`);
const MUSTACHES = new RegExp(String.raw`(\{\{${INNER}\}\})`);
const MUSTACHE = new RegExp(String.raw`^\{\{(-?)(${INNER})(-?)\}\}$`);

/** Translates a text with Jinja in it; undefined if a part of it has no counterpart, or if nothing changes. */
export function translateText(text: string): Translation | undefined {
  const whole = WHOLE.exec(text)?.[1];
  const tree = whole === undefined ? undefined : parseJinja(whole);
  const choice = tree && choiceOfValues(tree);
  if (choice) return choice;
  const template = inTemplate(text);
  if (template !== undefined) return template === text ? undefined : { is: "template", text: template };
  const cel = celOfText(text);
  return cel === undefined ? undefined : { is: "expression", text: cel };
}

/** The expression for a text, of which `{{ … }}` may be a part; undefined if CEL has nothing for it. */
export function celOfText(text: string): string | undefined {
  const whole = WHOLE.exec(text)?.[1];
  if (whole !== undefined) return celOf(whole);
  if (findStatements(text).length > 0) return undefined;
  const parts = text.split(MUSTACHES).filter((part) => part !== "");
  const written = parts.map((part) => {
    const inner = WHOLE.exec(part)?.[1];
    if (inner === undefined) return part.includes("{{") ? undefined : JSON.stringify(part);
    const cel = celOf(inner);
    return cel && `string(${cel})`;
  });
  return written.some((part) => part === undefined) ? undefined : written.join(" + ");
}

function celOf(inner: string): string | undefined {
  const tree = parseJinja(inner);
  return tree && toCel(tree);
}

function inTemplate(text: string): string | undefined {
  const statements = findStatements(text);
  let result = "";
  let from = 0;
  for (const { start, end } of statements) {
    const before = inMustaches(text.slice(from, start));
    const written = statementMustache(text.slice(start, end));
    if (before === undefined || written === undefined) return undefined;
    result += before + written;
    from = end;
  }
  const rest = inMustaches(text.slice(from));
  return rest === undefined ? undefined : result + rest;
}

/** The text with each mustache of Jinja translated; undefined if one has no counterpart. What is no Jinja is ours already. */
function inMustaches(text: string): string | undefined {
  const parts = text.split(MUSTACHES).map((part) => {
    const [, before = "", inner, after = ""] = MUSTACHE.exec(part) ?? [];
    const tree = inner === undefined ? undefined : parseJinja(inner);
    if (!tree) return part;
    const written = toMustaches(tree);
    return written === undefined ? undefined : trimmed(written, before, after);
  });
  return parts.includes(undefined) ? undefined : parts.join("");
}

/** `{{- x -}}` removes the white space around it, and so does `{{~x~}}`. */
function trimmed(mustache: string, before: string, after: string): string {
  return mustache.replace(/^\{\{/, before ? "{{~" : "{{").replace(/\}\}$/, after ? "~}}" : "}}");
}
