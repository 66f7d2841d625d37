import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect } from "chai";
import { parseCommandLine } from "../../src/cli/command-line.ts";
import {
  commandsIn,
  examplePaths,
  identifiersInPage,
  linksOf,
  pathsInComments,
  pathsInPage,
  provisionLines,
  type Mention,
} from "./mentions.ts";
import { exists, existsSeenFrom, existsSomewhere } from "./resolve.ts";
import { FILES, ROOT } from "./tracked-files.ts";

/** Projects of tests, and pages about other repositories' files. */
const EXEMPT = /^(test\/fixtures\/|docs\/reference\/modules\/)/;
const SOURCES =
  /^((src|test|lab|tools|bench|files|roles|playbooks|bin)\/.*\.(ts|mjs|js|sh|yaml|java)|\.ci\/run|[\w.-]+\.m?js)$/;
const checked = FILES.filter((file) => !EXEMPT.test(file));
const pages = checked.filter((file) => file.endsWith(".md"));
const sources = checked.filter((file) => SOURCES.test(file));
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const inPages = (extract: typeof linksOf): Mention[] => pages.flatMap((page) => extract(page, read(page)));
const SCRIPTS = new Set(Object.keys((JSON.parse(read("package.json")) as { scripts: object }).scripts));

/** A page may name a command without its arguments. */
const MISSING_ARGUMENT = new Set(["cli/plan-without-file", "secrets/no-action", "cli/usage"]);

/** The heading anchors of a page, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

function expectNone(missing: readonly Mention[]): void {
  const lines = [...new Set(missing.map(({ file, line, name }) => `${file}:${line}: ${name.trim()}`))];
  expect(lines, `\n${lines.join("\n")}\n`).to.be.empty;
}

describe("repository/mentions", () => {
  it("links only to pages and headings that exist", () => {
    const mentions = inPages(linksOf);
    expect(mentions).to.have.length.above(30);
    expectNone(
      mentions.filter(({ file, name }) => {
        const [path = "", anchor] = name.split("#");
        const target = path === "" ? file : posix.join(posix.dirname(file), path);
        return !exists(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
      }),
    );
  });

  it("names only paths that exist in pages", () => {
    const mentions = inPages(pathsInPage);
    expect(mentions).to.have.length.above(200);
    const examples = new Map(pages.map((page) => [page, examplePaths(read(page))]));
    expectNone(
      mentions.filter(({ file, name }) => {
        const farFromSources = !/^(src|test|tools|lab|bench)\//.test(file);
        const known = existsSeenFrom(file, name) || (farFromSources && existsSomewhere(name));
        return !known && !examples.get(file)?.includes(name);
      }),
    );
  });

  it("names only identifiers that exist in READMEs of rooms and in CONTRIBUTING.md", () => {
    const rooms = pages.filter((page) => /^((src|lab|test|bench|tools)\/.*README|CONTRIBUTING)\.md$/.test(page));
    const mentions = rooms.flatMap((page) => identifiersInPage(page, read(page)));
    const code = sources.filter((file) => /\.m?[jt]s$/.test(file)).map(read);
    const words = new Set(code.flatMap((text) => text.match(/\w+/g) ?? []));
    expect(mentions).to.have.length.above(10);
    expectNone(mentions.filter(({ name }) => !words.has(name)));
  });

  it("names only paths that exist in comments", () => {
    const mentions = sources.flatMap((file) => pathsInComments(file, read(file)));
    expect(mentions).to.have.length.above(30);
    expectNone(mentions.filter(({ file, name }) => !existsSeenFrom(file, name) && !existsSomewhere(name)));
  });

  it("names only npm scripts and programs that exist", () => {
    const mentions = [...pages, ...sources].flatMap((file) => commandsIn(file, read(file)));
    expect(mentions).to.have.length.above(30);
    expectNone(mentions.filter(({ file, name }) => !isCommand(file, name)));
  });

  it("writes provision's command lines so that they parse", () => {
    const mentions = [...pages, ...sources].flatMap((file) => provisionLines(file, read(file)));
    expect(mentions).to.have.length.above(20);
    expectNone(mentions.filter(({ name }) => !parses(name)));
  });
});

function isCommand(file: string, command: string): boolean {
  const words = command.split(" ");
  const last = words.at(-1) ?? "";
  if (words[0] === "npx") return last === "provision" || existsSync(join(ROOT, "node_modules/.bin", last));
  if (words[1] === "run") return SCRIPTS.has(last);
  return existsSeenFrom(file, last) || ["unit", "ssh", "lab", "soak"].includes(last);
}

/** Whether provision accepts a command line; a word in capitals is a placeholder. */
function parses(text: string): boolean {
  const argv = text
    .replace(/^\s*(npx )?provision /, "")
    .replace(/\s#.*$/, "")
    .replace(/[[\]]/g, "")
    .trim()
    .split(/\s+/);
  const request = parseCommandLine(argv, "0.0.0");
  if (request.is === "invalid") return MISSING_ARGUMENT.has(request.faults[0].code);
  // A first word that is not a command is a playbook.
  if (request.is === "run" && (request.request.options.texts ?? request.request.options.plan)) return true;
  return request.is !== "run" || /\.yaml$|^[A-Z]+$|^[^a-z]/.test(argv[0] ?? "");
}
