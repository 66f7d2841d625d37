import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { PatternMatch, SearchPattern } from "../../../module/pattern.ts";
import type { Edited } from "../../lib/text-edit/edit.ts";

export interface ReplaceArgs {
  readonly path: string;
  readonly regexp: SearchPattern;
  readonly replace: string;
  readonly after?: SearchPattern;
  readonly before?: SearchPattern;
}

interface Section {
  readonly start: number;
  readonly end: number;
}

/** The file with each match replaced. */
export function replaceAll(args: ReplaceArgs, text: string | undefined): Outcome<Edited> {
  const { path } = args;
  if (text === undefined)
    return bad(moduleFault("modules/nothing-to-edit", { path, create: false }, { missing: true }));
  const section = sectionOf(args, text);
  if (!section.ok) return section;
  if (!section.value) return good({ text, msg: "" });
  const { start, end } = section.value;
  const replaced = replaceIn(args, text.slice(start, end));
  if (!replaced.ok) return replaced;
  const { text: inner, count } = replaced.value;
  const edited = text.slice(0, start) + inner + text.slice(end);
  return good({ text: edited, msg: edited === text ? "" : `${count} replacements made` });
}

/** What is between `after` and `before`; undefined if they do not match. */
function sectionOf({ path, after, before }: ReplaceArgs, text: string): Outcome<Section | undefined> {
  const first = after ? matchesIn("after", path, after, text, 1) : good([]);
  if (!first.ok) return first;
  if (after && first.value.length === 0) return good(undefined);
  const start = first.value[0]?.end ?? 0;
  if (!before) return good({ start, end: text.length });
  // Without `after`, Ansible takes all up to the last match.
  const ends = matchesIn("before", path, before, text.slice(start), after ? 1 : Infinity);
  if (!ends.ok) return ends;
  const end = ends.value.at(-1);
  return good(end && { start, end: start + end.start });
}

function replaceIn(args: ReplaceArgs, text: string): Outcome<{ readonly text: string; readonly count: number }> {
  const matches = matchesIn("regexp", args.path, args.regexp, text, Infinity);
  if (!matches.ok) return matches;
  const pieces: string[] = [];
  let end = 0;
  for (const match of matches.value) {
    const written = args.regexp.expand(match, args.replace);
    if (written === undefined) return bad(noGroup());
    pieces.push(text.slice(end, match.start), written);
    end = match.end;
  }
  return good({ text: [...pieces, text.slice(end)].join(""), count: matches.value.length });
}

const noGroup = () =>
  moduleFault("modules/argument", {
    name: "replace",
    problem: "names a group that `regexp` does not have",
    write: String.raw`Use the numbers or names of its groups: \1.`,
  });

function matchesIn(
  name: string,
  path: string,
  pattern: SearchPattern,
  text: string,
  most: number,
): Outcome<readonly PatternMatch[]> {
  const found = pattern.search([text], most)?.[0];
  return found ? good(found) : bad(moduleFault("modules/slow-pattern", { name, path }));
}
