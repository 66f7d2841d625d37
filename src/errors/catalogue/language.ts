import { entry, faultsOf, near, type Catalogue } from "../define.ts";

const MAX_NAMES = 15;
const someOf = (names: readonly string[]) =>
  names.length > MAX_NAMES ? `${names.slice(0, MAX_NAMES).join(", ")} … (${names.length} in all)` : names.join(", ");

/** What can be wrong with templates, expressions and variables. */
export const languageErrors = {
  "language/template-syntax": entry<{ problem: string; hint: string }>(
    ({ problem }) => `This is not a valid template: ${problem}.`,
    ({ hint }) => hint,
  ),
  "language/template-size": entry<{ what: string }>(
    ({ what }) => `The template has ${what}.`,
    () => "Split it into several templates or values.",
  ),
  "language/jinja": entry<{ written: string; hint: string }>(
    ({ written }) => `\`${written}\` is Jinja, which is not evaluated here.`,
    ({ hint }) => hint,
  ),
  "language/unknown-helper": entry<{
    name: string;
    near: string | undefined;
    /** All names, if they are few. */
    known?: readonly string[];
    /** What to write if the text is Jinja. */
    instead?: string | undefined;
  }>(
    ({ name }) => `There is no helper named \`${name}\`.`,
    ({ near: name, known, instead }) =>
      instead ??
      near(name, known ? `The helpers are ${known.join(", ")}.` : "Use a helper of docs/reference/functions.md."),
  ),
  "language/inline-if": entry<{ instead: string | undefined }>(
    () => "A template has no inline `if`.",
    ({ instead = "Write {{#if condition}}a{{else}}b{{/if}}, or as a whole value `!cel condition ? a : b`." }) =>
      instead,
  ),
  "language/helper-argument": entry<{ helper: string; problem: string; example: string; instead?: string | undefined }>(
    ({ helper, problem }) => `\`${helper}\` ${problem}.`,
    ({ example, instead }) => instead ?? `Write it as in this example: ${example}.`,
  ),
  "language/template-feature": entry<{ what: string; instead: string }>(
    ({ what }) => `Templates do not support ${what}.`,
    ({ instead }) => instead,
  ),
  "language/unknown-partial": entry<{ name: string; near: string | undefined; known: readonly string[] }>(
    ({ name }) => `There is no partial named \`${name}\`.`,
    ({ near: name, known }) =>
      near(
        name,
        known.length > 0
          ? `The partials are ${someOf(known)}.`
          : "Create a file NAME.hbs in the folder templates/ of the role or of the project.",
      ),
  ),
  "language/partial-cycle": entry<{ names: readonly string[] }>(
    ({ names }) => `The partial \`${names[0] ?? ""}\` contains itself: ${names.join(" → ")}.`,
    () => "Remove one of these {{> }}.",
  ),
  "language/undefined": entry<{ name: string; near: string | undefined; instead?: string | undefined }>(
    ({ name }) => `The variable \`${name}\` is not defined.`,
    ({ near: name, instead }) =>
      instead ?? near(name, "Define it, or check it with `defined(...)` before an expression uses it."),
  ),
  "language/no-such-field": entry<{
    path: string;
    field: string;
    of: string;
    fields: readonly string[];
    near: string | undefined;
    instead?: string | undefined;
  }>(
    ({ path, field, of, fields }) =>
      fields.length > 0 && path.endsWith(`.${field}`)
        ? `\`${path.slice(0, -field.length - 1)}\` has no field \`${field}\`.`
        : `\`${path}\` does not exist: its parent is ${of}.`,
    ({ near: name, fields, instead }) =>
      instead ??
      (name === undefined ? "" : `Did you mean \`${name}\`? `) +
        (fields.length > 0 ? `It has ${someOf(fields)}.` : "Check where the value comes from."),
  ),
  "language/not-text": entry<{ what: string }>(
    ({ what }) => `This value is ${what}, which cannot be written as text.`,
    () => "Name one of its fields, write it as JSON with {{json NAME}}, or join a list of strings with {{join NAME}}.",
  ),
  "language/null-in-text": entry<{ name: string }>(
    ({ name }) => `\`${name}\` is null, which cannot be written as text.`,
    ({ name }) => `Give it a value, or write {{or ${name} ""}} if it is optional.`,
  ),
  "language/cycle": entry<{ names: readonly string[] }>(
    ({ names }) => `The variable \`${names[0] ?? ""}\` is defined in terms of itself: ${names.join(" → ")}.`,
    () => "Give one of them a value that does not depend on the others.",
  ),
  "language/expression-syntax": entry<{ problem: string; hint: string }>(
    ({ problem }) => `This is not a valid expression: ${problem}.`,
    ({ hint }) => hint,
  ),
  "language/expression": entry<{ problem: string; hint: string }>(
    ({ problem }) => `The expression cannot be evaluated: ${problem}.`,
    ({ hint }) => hint,
  ),
  "language/not-boolean": entry<{ what: string; hint: string }>(
    ({ what }) => `A condition must be true or false, but this one is ${what}.`,
    ({ hint }) => hint,
  ),
  "language/pattern": entry<{ problem: string; hint: string }>(
    ({ problem }) => `This is not a valid regular expression: ${problem}.`,
    ({ hint }) => hint,
  ),
  "language/too-long": entry<{ steps: number }>(
    ({ steps }) => `The evaluation was stopped after ${steps.toLocaleString("en-US")} steps.`,
    () =>
      "Loop over shorter lists, or nest fewer loops: each element counts as a step in `map`, `filter`, `all`, `exists`, `in` and {{#each}}, and so do 16 characters of text.",
  ),
  "language/slow-pattern": entry<Record<string, never>>(
    () => "A regular expression was stopped after 1 s.",
    () => "Use smaller counts in the pattern, or match a shorter text.",
  ),
  "language/too-large": entry<{ what: "text" | "value"; limit: number }>(
    ({ what, limit }) => `The ${what} is too large: it has more than ${limit.toLocaleString("en-US")} characters.`,
    () => "Check the variables in it: a value that contains another one twice doubles with each step.",
  ),
  "language/too-deep": entry<Record<string, never>>(
    () => "The evaluation is nested too deeply.",
    () => "Use fewer parentheses, blocks, lists or maps inside each other, and fewer variables that read each other.",
  ),
  "language/defect": entry<{ problem: string }>(
    ({ problem }) => `The evaluation failed because of a defect in provision: ${problem}.`,
    () => "Report it with this line. Until it is repaired, write the line in another way.",
  ),
} as const satisfies Catalogue;

export const languageFault = faultsOf(languageErrors, "certain");
