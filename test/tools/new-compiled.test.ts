import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { make } from "../../tools/new/make.ts";
import { ProjectCopy } from "./project-copy.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../../docs/writing-a-module.md"), "utf8");
const CATALOGUE = "src/errors/catalogue/modules.ts";
const END_OF_CATALOGUE = "} as const satisfies Catalogue;";

/** The files of the page: fenced blocks with a path after the language. */
const FILES = new Map(
  [...PAGE.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, path = "", text = ""]) => [path, text]),
);
const SOURCES = [
  ["src/modules/sample.ts", "test/modules/sample.test.ts"],
  ["src/modules/delete.ts", "test/modules/delete.test.ts"],
  ["test/roles/sample-role.test.ts"],
  [CATALOGUE, "src/modules/line_in_file.ts", "test/modules/line_in_file.test.ts"],
].flat();
const TESTS = [
  ...SOURCES.filter((path) => path.endsWith(".test.ts")),
  "test/run/cases/modules.test.ts",
  "test/roles/readme.test.ts",
];
/** Of the last two, only the new tests. */
const TITLES = "(sample|delete|line_in_file|sample_role)( |\\.yaml)";

describe("tools/new and docs/writing-a-module.md", function () {
  this.timeout(60_000);
  let copy: ProjectCopy;
  const made = new Map<string, readonly string[]>();

  before(async () => {
    copy = new ProjectCopy();
    for (const args of ["module sample", "module delete", "role sample_role", "module line_in_file"]) {
      const result = await make(args.split(" "), copy.root);
      if ("problem" in result) throw new Error(result.problem);
      made.set(args, result.written);
    }
    for (const [path, text] of FILES) copy.write(path, path === CATALOGUE ? catalogueWith(text) : text);
  });
  after(() => copy.remove());

  function catalogueWith(entry: string): string {
    const text = readFileSync(join(copy.root, CATALOGUE), "utf8");
    return text.replace(END_OF_CATALOGUE, () => `${entry}${END_OF_CATALOGUE}`);
  }

  it("contain every file of a module", () => {
    expect([...FILES.keys()]).to.have.members([...(made.get("module line_in_file") ?? []), CATALOGUE]);
  });

  it("contain modules and a role that compile and whose tests pass", async () => {
    expect(copy.compile(SOURCES)).to.deep.equal([]);
    expect(await copy.generateRegistry()).to.deep.equal([]);
    const { status, output } = copy.runTests(TESTS, "-g", TITLES);
    expect(status, output).to.equal(0);
    expect(output).to.match(/^ {2}19 passing/m);
  });
});
