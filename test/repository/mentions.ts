/** Something that a page or a comment names, and where. */
export interface Mention {
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

interface Line {
  readonly number: number;
  readonly text: string;
}

const TOP_LEVEL = "\\.ci|bench|bin|dist|docs|files|lab|playbooks|roles|src|templates|test|tools";
const PATH = new RegExp(`(?<![\\w./~$}*-])(?:\\.{1,2}/|(?:${TOP_LEVEL})/)[\\w./*{},@-]*`, "g");
/** A source file named without its folder, or with the inner part of it. */
const SOURCE = /^(?:\.{1,2}\/|[\w{*])[\w./{},*-]+\.(?:ts|mjs|sh)$/;
const NAMED_SOURCE = /(?<![\w./*{}<>$-])[\w-]+(?:\/[\w-]+)*\.(?:ts|mjs)\b/g;
const FENCE = /^\s*```/;
/** Upstream files are cited as `- Source: OWNER/REPOSITORY path`, up to the next item. */
const CITATION = /^- Source: /;
const LINK = /\]\(([^)\s]+)\)/g;
const IDENTIFIER = /`([A-Za-z][a-z0-9]+[A-Z]\w*)(?:\(\))?`/g;
const COMMAND = /\b(npm run(?: -s)? [\w:-]+|npx \S+|npm test -- \S+)/g;
const PROVISION = /^(\s*npx )?provision /;
/** Ends at a value that a message inserts. */
const QUOTED_PROVISION = /`((?:npx )?provision [^`\\$]+)/g;
const CODE_SPAN = /`([^`]+)`/g;

/** Lines of a page outside its fenced blocks, without citations of upstream files. */
function prose(text: string): Line[] {
  let fenced = false;
  let cited = false;
  return numbered(text).filter(({ text: line }) => {
    const fence = FENCE.test(line);
    if (fence) fenced = !fenced;
    if (CITATION.test(line)) cited = true;
    else if (!line.startsWith(" ")) cited = false;
    return !fence && !fenced && !cited;
  });
}

/** Lines of the fenced blocks that show commands: those without a language, and `sh`. */
function commandBlocks(text: string): Line[] {
  let shown = false;
  let fenced = false;
  return numbered(text).filter(({ text: line }) => {
    if (!FENCE.test(line)) return fenced && shown;
    fenced = !fenced;
    shown = /^\s*```(sh)?$/.test(line);
    return false;
  });
}

/** Links of a page to other files or to headings. */
export function linksOf(file: string, page: string): Mention[] {
  return found(file, prose(page), LINK).filter(({ name }) => !/^[a-z]+:/.test(name));
}

/** Paths in a page: repository paths anywhere, and source files in back-quotes. */
export function pathsInPage(file: string, page: string): Mention[] {
  const lines = prose(page);
  const sources = found(file, lines, CODE_SPAN).flatMap((span) =>
    span.name
      .split(/\s+/)
      .filter((word) => SOURCE.test(word))
      .map((name) => ({ ...span, name })),
  );
  return [...paths(file, [...withoutLinks(lines), ...commandBlocks(page)]), ...sources];
}

/** Paths that the example files of a page have: the second word behind a fence. */
export function examplePaths(page: string): string[] {
  return page.split("\n").flatMap((line) => /^\s*```\w+ (\S+\/\S+)$/.exec(line)?.[1] ?? []);
}

/** Paths in the comments of a source file: repository paths and source files. */
export function pathsInComments(file: string, text: string): Mention[] {
  const lines = comments(file, text);
  // `../name` is also the syntax of templates, so a relative path counts only with an extension.
  const repositoryPaths = paths(file, lines).filter(({ name }) => !name.startsWith("..") || SOURCE.test(name));
  return [...repositoryPaths, ...found(file, lines, NAMED_SOURCE)];
}

/** Identifiers of TypeScript in back-quotes: words with a capital inside. */
export function identifiersInPage(file: string, page: string): Mention[] {
  return found(file, prose(page), IDENTIFIER);
}

/** Commands that a page or the comments of a source file name. */
export function commandsIn(file: string, text: string): Mention[] {
  const lines = file.endsWith(".md") ? [...prose(text), ...commandBlocks(text)] : comments(file, text);
  return found(file, lines, COMMAND).map((mention) => ({ ...mention, name: mention.name.replace(/[`'".,;:)]+$/, "") }));
}

/** Command lines of provision: in back-quotes anywhere, also in strings, and as lines of a page's command blocks. */
export function provisionLines(file: string, text: string): Mention[] {
  if (!file.endsWith(".md")) return found(file, numbered(text), QUOTED_PROVISION);
  const shown = [...prose(text).filter(({ text: line }) => /^\s+npx /.test(line)), ...commandBlocks(text)];
  const lines = shown.map((line) => ({ file, line: line.number, name: line.text }));
  return [...found(file, prose(text), QUOTED_PROVISION), ...lines.filter(({ name }) => PROVISION.test(name))];
}

/** The comments of a source file; the lines of a file without comments of its own syntax are dropped. */
function comments(file: string, text: string): Line[] {
  const hash = /\.(sh|yaml)$|\.ci\/run$/.test(file);
  const start = hash ? /^\s*#\s|\s#\s/ : /^\s*(\/\*|\*|\/\/)|\s\/\/\s/;
  return numbered(text).flatMap(({ number, text: line }) => {
    const at = start.exec(line)?.index;
    return at === undefined ? [] : [{ number, text: line.slice(at) }];
  });
}

function paths(file: string, lines: readonly Line[]): Mention[] {
  return found(file, lines, PATH)
    .map((mention) => ({ ...mention, name: mention.name.replace(/[.,]+$/, "") }))
    .filter(({ name }) => !/^\.{1,2}\/?$/.test(name));
}

function withoutLinks(lines: readonly Line[]): Line[] {
  return lines.map(({ number, text }) => ({ number, text: text.replace(LINK, "]") }));
}

function numbered(text: string): Line[] {
  return text.split("\n").map((line, index) => ({ number: index + 1, text: line }));
}

function found(file: string, lines: readonly Line[], pattern: RegExp): Mention[] {
  return lines.flatMap(({ number, text }) =>
    [...text.matchAll(pattern)].map((match) => ({ file, line: number, name: match[1] ?? match[0] })),
  );
}
