import { compileGlob } from "../../model/glob.ts";
import type { Directive } from "./lines.ts";

/** What `Host` and `Match` are compared with. */
export interface Subject {
  /** The name that ssh is called with. */
  readonly original: string;
  /** After `HostName`. */
  readonly host: string;
  readonly user: string;
  readonly localUser: string;
  /** The file is read again because of `Match final`. */
  readonly isFinal: boolean;
}

/** Whether a block counts, or what makes its condition one that cannot be decided: a clause. */
export type Matched = { readonly is: boolean; readonly problem?: string; readonly fatal?: true };

/** `Host`: patterns, of which one that begins with `!` excludes what it matches. In the final round it is about the name of HostName. */
export function matchesHost(patterns: readonly string[], { original, host, isFinal }: Subject): boolean {
  return matchesList(patterns, isFinal ? host : original);
}

/** `Match`: conditions that must all hold. */
export function matchesAll({ words }: Directive, subject: Subject): Matched {
  let is = true;
  const rest = [...words];
  const only = words.length === 1;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, not, name = "", written] = /^(!?)([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    const criterion = name.toLowerCase();
    if (criterion === "all") {
      const isLast = rest.length === 0 && (only || /^(!?)(final|canonical)$/i.test(words.at(-2) ?? "")) && not === "";
      if (!isLast) return { is: false, problem: "`all` cannot stand with other conditions", fatal: true };
      continue;
    }
    if (criterion === "final" || criterion === "canonical") {
      is &&= subject.isFinal !== (not === "!");
      continue;
    }
    const value = written ?? rest.shift();
    const compared = COMPARED[criterion]?.(subject);
    if (compared === undefined) {
      const known = OTHERS.has(criterion);
      return known
        ? { is: false, problem: criterion }
        : { is: false, problem: `it has no condition \`${name}\``, fatal: true };
    }
    if (value === undefined || value === "") return { is: false, problem: `\`${name}\` has no value`, fatal: true };
    const lower = /host/.test(criterion);
    const holds = matchesList(
      (lower ? value.toLowerCase() : value).split(","),
      lower ? compared.toLowerCase() : compared,
    );
    is &&= holds !== (not === "!");
  }
  return { is };
}

const COMPARED: Readonly<Record<string, (subject: Subject) => string>> = {
  host: ({ host }) => host,
  originalhost: ({ original }) => original,
  user: ({ user }) => user,
  localuser: ({ localUser }) => localUser,
};
/** Conditions of ssh that are not supported. The first one would run a program. */
const OTHERS = new Set(["exec", "localnetwork", "tagged", "command", "sessiontype", "version"]);

/** Whether a block asks to be read again after all others. */
export function wantsFinal({ words }: Directive): boolean {
  return words.some((word) => /^!?final$/i.test(word));
}

function matchesList(patterns: readonly string[], text: string): boolean {
  const matching = patterns.filter((pattern) => compileGlob(pattern.replace(/^!/, ""), { sets: false })(text));
  return matching.length > 0 && !matching.some((pattern) => pattern.startsWith("!"));
}
