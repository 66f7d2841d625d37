import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { exists } from "./resolve.ts";
import { FOLDERS, ROOT } from "./tracked-files.ts";

const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const json = (file: string): Record<string, unknown> => JSON.parse(read(file)) as Record<string, unknown>;

/** Every string in a value, however deep. */
function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** Words of a text that begin with a top-level folder of the repository, or with dist/. */
function pathsIn(text: string): string[] {
  const words = text.split(/\s+/).filter((word) => /^[\w.-]+\/./.test(word));
  return words.filter((word) => FOLDERS.has(word.split("/")[0] ?? "") || word.startsWith("dist/"));
}

/** The quoted paths of a JavaScript file. */
function quotedPaths(text: string): string[] {
  return pathsIn([...text.matchAll(/"([^"\s$]+)"/g)].map(([, quoted = ""]) => quoted).join(" "));
}

function absent(paths: readonly string[]): string[] {
  return paths.filter((path) => !exists(path));
}

describe("repository/configuration", () => {
  it("packs only files that exist", () => {
    const packed = stringsIn(json("package.json")["files"]);
    expect(packed).to.not.be.empty;
    expect(absent(packed.filter((path) => !path.startsWith("!")))).to.be.empty;
  });

  it("runs only programs that exist in npm scripts", () => {
    const paths = pathsIn(stringsIn(json("package.json")["scripts"]).join(" "));
    expect(paths).to.not.be.empty;
    expect(absent(paths)).to.be.empty;
  });

  it("compiles, lints and measures only folders that exist", () => {
    const compiled = stringsIn(json("tsconfig.json")["include"]);
    const linted = quotedPaths(read("eslint.config.js"));
    const measured = stringsIn(json(".c8rc.json")["include"]);
    const used = stringsIn([json("knip.json")["entry"], json("knip.json")["project"]]);
    const ignored = read(".prettierignore").trim().split("\n");
    const outsideGit = ["package-lock.json", ".tsconfig.*.json"];
    const all = [...compiled, ...linted, ...measured, ...used, ...ignored.filter((path) => !outsideGit.includes(path))];
    expect(linted).to.not.be.empty;
    expect(absent(all).join(" ")).to.equal("");
  });

  it("has a wall for each room of src/ but cli, and for no other", () => {
    const [, table = ""] = /const ROOMS = \{(.*?)\};/s.exec(read("eslint.config.js")) ?? [];
    const walled = [...table.matchAll(/^ {2}(\w+):/gm)].map(([, room = ""]) => room);
    const rooms = [...FOLDERS].filter((folder) => /^src\/[^/]+$/.test(folder)).map((folder) => folder.slice(4));
    expect([...walled, "cli"].sort()).to.deep.equal(rooms.sort());
  });

  it("has a README of at most 15 lines for each room", () => {
    const rooms = [...FOLDERS].filter((folder) => /^src\/[^/]+$/.test(folder));
    const pages = [...rooms, "lab", "test", "tools"].map((folder) => `${folder}/README.md`);
    expect(absent(pages)).to.be.empty;
    expect(pages.filter((page) => read(page).trim().split("\n").length > 15)).to.be.empty;
  });
});
