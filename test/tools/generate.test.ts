import { expect } from "chai";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { entry } from "../../src/errors/define.ts";
import { pureModule } from "../../src/module/contract.ts";
import { errorRows } from "../../tools/generate/error-docs.ts";
import { staleFiles, writeFiles } from "../../tools/generate/files.ts";
import { flagDoc } from "../../tools/generate/flag-docs.ts";
import { moduleDoc } from "../../tools/generate/module-docs.ts";
import { findModules } from "../../tools/generate/modules.ts";
import { registryFile } from "../../tools/generate/registry.ts";

const module = pureModule({
  name: "note",
  summary: "Says <something>.",
  args: { properties: { text: { type: "string", description: "This | that." } }, required: ["text"] },
  examples: [{ title: "Greet", args: { text: "hello" } }],
  decide: () => ({ changes: [], result: {} }),
});

describe("tools/generate", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "provision-generate-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("writes stale files, removes files that are no longer generated, and is then fresh", () => {
    const files = [
      { path: "docs/a.md", text: "a" },
      { path: "docs/b.md", text: "b" },
    ];
    mkdirSync(join(root, "docs"));
    writeFileSync(join(root, "docs/b.md"), "b");
    writeFileSync(join(root, "docs/old.md"), "old");
    expect(staleFiles(root, files, ["docs"])).to.deep.equal(["docs/a.md", "docs/old.md"]);
    expect(writeFiles(root, files, ["docs"])).to.deep.equal(["docs/a.md", "docs/old.md"]);
    expect(readFileSync(join(root, "docs/a.md"), "utf8")).to.equal("a");
    expect(existsSync(join(root, "docs/old.md"))).to.be.false;
    expect(staleFiles(root, files, ["docs"])).to.deep.equal([]);
  });

  it("makes a registry that loads each module from its file by its export", () => {
    const { text } = registryFile([{ exported: "noteModule", path: "note/note", module }]);
    expect(text).to.include('  note: async () => (await import("./note/note.ts")).noteModule,');
    expect(registryFile([]).text).to.include("= {};");
  });

  it("documents arguments and examples", () => {
    const { path, text } = moduleDoc(module);
    expect(path).to.equal("docs/reference/modules/note.md");
    expect(text).to.include("Says \\<something\\>.").and.to.include("| `text` | string | required | This \\| that. |");
    expect(text).to.include("- name: Greet\n  note:\n    text: hello");
  });

  it("documents every flag", () => {
    expect(flagDoc().text).to.include("`-l, --limit <PATTERN>`").and.to.include("| 130 | Interrupted");
  });

  it("shows the names of an error's parameters", () => {
    const errors = {
      "a/list": entry<{ name: string; known: string[] }>(
        ({ name, known }) => `${name.toUpperCase()} of ${known.length}: ${known.map((one) => one).join(", ")}`,
        ({ name }) => (name === "x" ? "One." : `Two ${JSON.stringify(name)}.`),
      ),
      "a/deep": entry<{ at: { file: string } }>(
        ({ at }) => `in ${at.file}`,
        () => {
          throw new Error("no");
        },
      ),
    };
    expect(errorRows({ errors, fault: () => undefined, words: { x: 1 } })).to.deep.equal([
      ["`a/list`", "‹NAME› of 1: ‹known›", 'Two "‹name›".'],
      ["`a/deep`", "in ‹at.file›", "(depends on the case)"],
    ]);
  });

  it("finds modules by name, and reports what is missing", async () => {
    mkdirSync(join(root, "src/modules/wide"), { recursive: true });
    mkdirSync(join(root, "src/modules/lib/topic"), { recursive: true });
    mkdirSync(join(root, "src/modules/topic/deep"), { recursive: true });
    writeFileSync(join(root, "package.json"), '{"type": "module"}');
    const built = (name: string, code: string) => {
      writeFileSync(join(root, `src/modules/${name}.ts`), "");
      writeFileSync(join(root, `src/modules/${name}.js`), code);
    };
    built("good", `export const helper = {}; export const good = { kind: "pure", name: "good", examples: [{}] };`);
    built("bare", `export const bare = { kind: "pure", name: "bare", examples: [] };`);
    built("wrong", `export const wrong = { kind: "pure", name: "right", examples: [{}] };`);
    built("wide/wide", `export const wide = { kind: "pure", name: "wide", examples: [{}] };`);
    built("wide/decide", "");
    built("lib/shared", "");
    built("lib/topic/topic", "");
    built("topic/deep/deep", `export const deep = { kind: "pure", name: "deep", examples: [{}] };`);
    mkdirSync(join(root, "test/modules/wide"), { recursive: true });
    writeFileSync(join(root, "test/modules/wide/wide.test.ts"), "");
    writeFileSync(join(root, "test/modules/good.test.ts"), "");
    mkdirSync(join(root, "test/modules/topic/deep"), { recursive: true });
    writeFileSync(join(root, "test/modules/topic/deep/deep.test.ts"), "");
    const { modules, problems } = await findModules({ root, built: root });
    expect(modules.map(({ exported }) => exported)).to.deep.equal(["bare", "deep", "good", "wide"]);
    expect(problems).to.deep.equal([
      "src/modules/bare.ts has no example",
      "src/modules/bare.ts has no test: test/modules/bare.test.ts is missing",
      'src/modules/wrong.ts exports no module whose name is "wrong"',
    ]);
  });
});
