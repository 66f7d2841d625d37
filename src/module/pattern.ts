/** A regular expression of the syntax of RE2, which the engine has compiled. */
export interface SearchPattern {
  readonly text: string;
  /** The matches in each of some texts, at most a number of them in each; undefined if that takes longer than a second. */
  readonly search: (texts: readonly string[], most: number) => readonly (readonly PatternMatch[])[] | undefined;
  /** The replacement for a match: `\1`, `\g<1>` and `\g<name>` stand for groups. Undefined if it names a group that the pattern does not have. */
  readonly expand: (match: PatternMatch, replacement: string) => string | undefined;
}

/** A match: where it is, and the texts of its groups, the whole match first; null for a group that took no part. */
export interface PatternMatch {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | null)[];
  readonly named: Readonly<Record<string, string | null>>;
}
