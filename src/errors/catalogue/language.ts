import { entry, faultsOf, type Catalogue } from "../define.ts";

const didYouMean = (near: string | undefined, otherwise: string) => (near ? `Did you mean \`${near}\`?` : otherwise);

const MANY = 15;
const someOf = (names: readonly string[]) =>
  names.length > MANY ? `${names.slice(0, MANY).join(", ")} … (${names.length} in all)` : names.join(", ");

/** What can be wrong with templates, expressions and variables. */
export const languageErrors = {
  "language/template-syntax": entry<{ problem: string; hint: string }>(
    ({ problem }) => `This is not a valid template: ${problem}.`,
    ({ hint }) => hint,
  ),
  "language/unknown-helper": entry<{ name: string; near: string | undefined; known: readonly string[] }>(
    ({ name }) => `There is no helper called \`${name}\`.`,
    ({ near, known }) => didYouMean(near, `The helpers are ${known.join(", ")}.`),
  ),
  "language/helper-argument": entry<{ helper: string; problem: string; example: string }>(
    ({ helper, problem }) => `\`${helper}\` ${problem}.`,
    ({ example }) => `Write it like this: ${example}`,
  ),
  "language/template-feature": entry<{ what: string; instead: string }>(
    ({ what }) => `Templates here have no ${what}.`,
    ({ instead }) => instead,
  ),
  "language/unknown-partial": entry<{ name: string; near: string | undefined; known: readonly string[] }>(
    ({ name }) => `There is no partial called \`${name}\`.`,
    ({ near, known }) =>
      didYouMean(
        near,
        known.length > 0
          ? `The partials are ${someOf(known)}.`
          : "A partial is a file NAME.hbs in the role's folder templates/, or in the project's.",
      ),
  ),
  "language/partial-cycle": entry<{ names: readonly string[] }>(
    ({ names }) => `The partial \`${names[0] ?? ""}\` contains itself: ${names.join(" → ")}.`,
    () => "Remove one of these {{> }}.",
  ),
  "language/undefined": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `The variable \`${name}\` is not defined.`,
    ({ near }) => didYouMean(near, "Define it, or ask for it with `defined(...)` in an expression before it is used."),
  ),
  "language/no-such-field": entry<{ path: string; of: string; fields: readonly string[]; near: string | undefined }>(
    ({ path, of }) => `There is no \`${path}\`: what it would be taken from is ${of}.`,
    ({ near, fields }) =>
      (near ? `Did you mean \`${near}\`? ` : "") +
      (fields.length > 0 ? `It has ${someOf(fields)}.` : "Check where the value comes from."),
  ),
  "language/not-text": entry<{ what: string }>(
    ({ what }) => `This is ${what}, which cannot stand in a text.`,
    () => "Name one of its fields, or write it as JSON: {{json NAME}}; a list of texts goes with {{join NAME}}.",
  ),
  "language/cycle": entry<{ names: readonly string[] }>(
    ({ names }) => `The variable \`${names[0] ?? ""}\` is defined by itself: ${names.join(" → ")}.`,
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
    ({ what }) => `A condition must be true or false; this one is ${what}.`,
    ({ hint }) => hint,
  ),
} as const satisfies Catalogue;

export const languageFault = faultsOf(languageErrors);
