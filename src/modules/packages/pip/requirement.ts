/** What a task requires of a package. */
export interface Requirement {
  /** As pip gets it. */
  readonly text: string;
  /** In the spelling by which packages are compared; undefined if only pip can tell what the text means, such as a URL. */
  readonly name: string | undefined;
  /** Such as `>=2,<3`; empty for any version. */
  readonly specifier: string;
}

/** PEP 503. */
export const normalName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-");

const NAMED =
  /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*((?:(?:===|==|~=|!=|<=|>=|<|>)[^;@]+)?)$/;

export function requirementOf(text: string): Requirement {
  const [, name, specifier = ""] = NAMED.exec(text.trim()) ?? [];
  return { text: text.trim(), name: name === undefined ? undefined : normalName(name), specifier: specifier.trim() };
}

/** Splits one text at the commas between packages, which are not those of a specifier. */
export function namesOf(given: unknown): readonly string[] {
  if (Array.isArray(given)) return given.flatMap(namesOf);
  return typeof given === "string" ? given.split(/,(?=\s*[A-Za-z])(?![^[]*\])/).map((name) => name.trim()) : [];
}

/** The requirements of a file; undefined if it has lines that only pip understands. */
export function requirementsIn(text: string): readonly Requirement[] | undefined {
  const lines = text
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");
  const found = lines.map(requirementOf);
  return found.some(({ name }) => name === undefined) ? undefined : found;
}
