import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { FUNCTION_BY_NAME } from "../../src/language/functions/table.ts";
import { TEMPLATE_HELPERS } from "../../src/language/helpers.ts";
import { PLACES } from "../../src/load/schemas/catalogue.ts";
import { registry } from "../../src/modules/registry.ts";
import { loadFiles, reported } from "../load/temporary-project.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const PAGE = readFileSync(join(ROOT, "docs", "reference", "ansible-words.md"), "utf8");

/** The cells of the rows below each heading; a `|` in a cell is escaped. */
const TABLES = new Map(
  PAGE.split(/^## /m)
    .slice(1)
    .map((text) => [text.split("\n")[0]?.toLowerCase() ?? "", rowsOf(text)] as const),
);

function rowsOf(text: string): string[][] {
  const [, , ...rows] = text.split("\n").filter((line) => line.startsWith("|"));
  return rows.map((row) =>
    row
      .slice(2, -2)
      .split(/ \| /)
      .map((cell) => cell.trim()),
  );
}

/** The words of a kind that can be written as they are. */
function there(kind: string): string[] {
  return (TABLES.get(kind) ?? []).flatMap(([word = "", , here]) => (here === "yes" ? [word.slice(1, -1)] : []));
}

describe("docs/reference/ansible-words.md", () => {
  it("has shares that its rows add up to", () => {
    const stated = TABLES.get("shares") ?? [];
    const counted = stated.map(([kind = ""]) => {
      const rows = kind === "all" ? stated.flatMap(([name = ""]) => TABLES.get(name) ?? []) : (TABLES.get(kind) ?? []);
      const of = (here: string) => rows.filter((row) => row[2] === here);
      const uses = (some: readonly string[][]) => some.reduce((sum, [, count]) => sum + Number(count), 0);
      const share = (100 * uses([...of("yes"), ...of("in another way")])) / uses(rows);
      const counts = [rows, of("yes"), of("in another way"), of("no")].map(({ length }) => String(length));
      return [kind, ...counts, `${share.toFixed(1)} %`];
    });
    expect(stated.length).to.equal(10);
    expect(counted).to.deep.equal(stated);
  });

  it("has the features that it counts", () => {
    const count = (verdict: string) => (TABLES.get("features") ?? []).filter((row) => row[2] === verdict).length;
    expect(PAGE).to.include(`: ${count("yes")} can be written, ${count("partly")} in part, ${count("no")} not.`);
    expect(TABLES.get("features")).to.have.length(46);
  });

  it("names modules that tasks can use", async () => {
    const used = there("modules").filter((name) => !/^(?:include|import)_(?:tasks|role)$/.test(name));
    expect(used).to.include("template");
    const same: Readonly<Record<string, string>> = { systemd: "service", yum: "dnf" };
    for (const name of used) {
      const module = await registry.load(same[name] ?? name);
      expect(module?.name, name).to.equal(same[name] ?? name);
    }
  });

  it("names keywords that are accepted", () => {
    const places = {
      "task keywords": ["task"],
      "block keywords": ["block"],
      "play keywords": ["play", "import of a playbook"],
    };
    for (const [kind, names] of Object.entries(places)) {
      const keywords = names.flatMap((place) => Object.entries(PLACES[place] ?? {}));
      const accepted = keywords.flatMap(([name, { description }]) => (description === undefined ? [] : [name]));
      expect(accepted, kind).to.include.members(there(kind));
    }
  });

  it("names functions that exist", () => {
    const helpers = TEMPLATE_HELPERS.map(({ name }) => name);
    expect([...FUNCTION_BY_NAME.keys(), ...helpers]).to.include.members([...there("filters"), ...there("lookups")]);
  });

  it("names facts and variables that a project can use", async () => {
    const ours = (TABLES.get("facts") ?? []).flatMap(
      ([, , , write = ""]) => /^`(facts\.[\w.]+)`$/.exec(write)?.[1] ?? [],
    );
    const names = [...there("facts").filter((name) => !["item", "omit"].includes(name)), ...ours];
    expect(names).to.include.members(["facts.os.family", "hostvars"]);
    const tasks = names.map((name) => `    - debug: { msg: !cel 'type(${name}) == map' }\n`).join("");
    const files = {
      "inventory.yaml":
        "all: { hosts: { web1: { ansible_host: a, ansible_user: u, ansible_ssh_user: u, ansible_connection: ssh } } }\n",
      "site.yaml": `- hosts: all\n  tasks:\n${tasks}`,
    };
    expect(reported(await loadFiles(files, { registry }))).to.deep.equal([]);
  });

  it("names expressions for tests and filters that can be loaded", async () => {
    const written = ["tests", "filters"].flatMap((kind) => (TABLES.get(kind) ?? []).map((row) => row[3] ?? ""));
    const codes = written.flatMap((text) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code));
    const [names, others] = [codes.filter((code) => /^\w+$/.test(code)), codes.filter((code) => /^\w+\W/.test(code))];
    const helpers = TEMPLATE_HELPERS.map(({ name }) => name);
    expect([...FUNCTION_BY_NAME.keys(), ...helpers]).to.include.members(names);
    const expressions = others.filter((code) => code !== "json value 2").map((code) => code.replaceAll("\\|", "|"));
    expect(expressions).to.include("x == null");
    const tasks = expressions.map((code) => `    - debug: { msg: !cel '${code}' }\n`).join("");
    const files = {
      "site.yaml": `- hosts: all\n  vars: { x: { y: 1 }, users: [], sizes: [], colors: {} }\n  tasks:\n${tasks}`,
    };
    expect(reported(await loadFiles(files, { registry }))).to.deep.equal([]);
  });
});
