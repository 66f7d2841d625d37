import { celFor } from "./hints.ts";
import { setBlock, setHint } from "./named-values.ts";
import { parseJinja } from "./parse.ts";
import { condition, toOperand } from "./to-handlebars.ts";

/** What to write instead of a statement or comment of Jinja. */
export function statementHint(written: string): string {
  const mustache = mustacheFor(written);
  const instead = mustache === undefined ? otherwise(written) : `Write ${mustache}.`;
  if (/^\{%[-+]?\s*(end)?(raw|verbatim)\b/.test(written)) return instead;
  return `${instead} For these characters themselves, write {{{{raw}}}}${written.includes("\n") ? "…" : written}{{{{/raw}}}}.`;
}

/** The Handlebars for a statement or comment of Jinja; undefined if there is none that does the same by itself. */
export function statementMustache(written: string): string | undefined {
  const leavesOut = /^\{%[-+]?\s*for\b[^]*\s(?:if\s|recursive\b)/.test(written);
  return leavesOut ? undefined : mustacheFor(written);
}

const STATEMENT = /^\{%([-+]?)\s*(\w+)\s*([^]*?)\s*([-+]?)%\}$/;

/** The Handlebars for a statement or comment, perhaps without a part of it. */
function mustacheFor(written: string): string | undefined {
  if (written.startsWith("{#")) return commentFor(written);
  const [, before = "", word = "", rest = "", after = ""] = STATEMENT.exec(written) ?? [];
  const inner = blockFor(word, rest);
  if (inner === undefined || inner.startsWith("{{")) return inner;
  return `{{${before === "-" ? "~" : ""}${inner}${after === "-" ? "~" : ""}}}`;
}

function commentFor(written: string): string | undefined {
  const comment = written.slice(2, -2).replace(/^-|-$/g, "");
  if (comment.includes("\n")) return undefined;
  return comment.includes("}}") ? `{{!--${comment}--}}` : `{{!${comment}}}`;
}

/** What to do about a statement without a counterpart. */
function otherwise(written: string): string {
  if (written.startsWith("{#")) return "Write the comment between {{!-- and --}}.";
  const [, , word = "", rest = ""] = STATEMENT.exec(written) ?? [];
  if (word === "set") return setHint(rest);
  return (
    conditionInstead(word, rest) ?? (Object.hasOwn(OTHERWISE, word) ? OTHERWISE[word] : undefined) ?? unknown(word)
  );
}

/** A condition that only an expression can compute. */
function conditionInstead(word: string, rest: string): string | undefined {
  const cel = word === "if" || word === "elif" ? celFor(rest) : undefined;
  const block = word === "if" ? "#if" : "else if";
  return cel && `Define a variable with the value !cel ${cel}, and write {{${block} NAME}} with its name.`;
}

function unknown(word: string): string {
  return `Templates have no statement \`${word}\`: they are Handlebars, with {{#if}}, {{#unless}}, {{#each}}, {{#with}}, {{#set}} and {{> partial}}.`;
}

/** The text between the braces of the Handlebars for a statement; undefined without a counterpart. */
function blockFor(word: string, rest: string): string | undefined {
  switch (word) {
    case "if":
      return ifBlock("#", rest);
    case "elif":
      return ifBlock("else ", rest);
    case "else":
      return "else";
    case "endif":
      return "/if";
    case "for":
      return eachBlock(rest);
    case "endfor":
      return "/each";
    case "with":
      return setBlock(rest);
    case "endwith":
      return "/set";
    case "raw":
    case "verbatim":
      return "{{{{raw}}}}";
    case "endraw":
    case "endverbatim":
      return "{{{{/raw}}}}";
    case "include":
      return partial(rest);
    default:
      return undefined;
  }
}

function ifBlock(prefix: string, rest: string): string | undefined {
  const tree = parseJinja(rest);
  const written = tree && condition(tree);
  return written && prefix + written;
}

function eachBlock(rest: string): string {
  const [, names = "item", list = "list"] = /^([\w\s,()]+?)\s+in\s+([^]+?)(?:\s+recursive)?$/.exec(rest) ?? [];
  const [first = "item", second] = names.replace(/[()\s]/g, "").split(",");
  const items = /^([^]+?)(?:\.(?:items|iteritems)\(\)|\s*\|\s*(?:dictsort|dict2items))$/.exec(list)?.[1];
  const tree = parseJinja((items ?? list).replace(/\s+if\s[^]*$/, ""));
  const subject = (tree && toOperand(tree)) ?? "list";
  return `#each ${subject} as |${second === undefined ? first : `${second} ${first}`}|`;
}

function partial(rest: string): string {
  const file = /^["']([^"']+)["']/.exec(rest)?.[1] ?? "NAME";
  return `> ${file
    .replace(/^.*\/templates\//, "")
    .replace(/\.(j2|jinja2?|hbs)$/, "")
    .replace(/[^\w/-]+/g, "_")}`;
}

const OTHERWISE: Readonly<Record<string, string>> = {
  if: "Write {{#if condition}}, with a condition in Handlebars.",
  elif: "Write {{else if condition}}, with a condition in Handlebars.",
  endset: "Write the text under `vars` of the task, play or role, or into a partial, templates/NAME.hbs.",
  with: "Write {{#set NAME=VALUE}} and {{/set}}, or define the variable under `vars` of the task.",
  macro: "Write the macro's text into a partial, templates/NAME.hbs, and {{> NAME key=value}} where it is called.",
  endmacro: "Write the macro's text into a partial, templates/NAME.hbs, and {{> NAME key=value}} where it is called.",
  call: "Write a partial, templates/NAME.hbs, and {{> NAME key=value}}.",
  import: "Write a partial, templates/NAME.hbs, and {{> NAME key=value}}.",
  from: "Write a partial, templates/NAME.hbs, and {{> NAME key=value}}.",
  extends: "Write the common parts into partials, templates/NAME.hbs, and {{> NAME}} where they belong.",
  block: "Write the common parts into partials, templates/NAME.hbs, and {{> NAME}} where they belong.",
  endblock: "Write the common parts into partials, templates/NAME.hbs, and {{> NAME}} where they belong.",
  filter: "Call a helper on each value instead, as in {{upper name}}.",
  endfilter: "Call a helper on each value instead, as in {{upper name}}.",
  do: "Templates cannot change variables: define the value under `vars` of the task, play or role.",
};
