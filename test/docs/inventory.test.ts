import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { emptyDraft } from "../../src/inventory/draft.ts";
import { addPrinted } from "../../src/inventory/sources/printed.ts";
import { startReading } from "../../src/load/reading.ts";
import { parseJson } from "../../src/model/parse-json.ts";
import { loaded, loadFiles } from "../load/temporary-project.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const PAGE = readFileSync(join(ROOT, "docs", "reference", "inventory.md"), "utf8");

function fences(kind: string): string[] {
  return [...PAGE.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].flatMap(([, of, text = ""]) => (of === kind ? [text] : []));
}

async function hostsOf(file: string, text: string): Promise<string[]> {
  const files = { "site.yaml": "- hosts: all\n", [file]: text };
  return [...loaded(await loadFiles(files, { inventories: [file] })).inventory.hosts.keys()];
}

describe("docs/reference/inventory.md", () => {
  it("shows YAML that is valid with the hosts of each example", async () => {
    const withHosts = fences("yaml").filter((text) => text.includes("hosts:"));
    const hosts = await Promise.all(withHosts.map((text) => hostsOf("inventory.yaml", text)));
    expect(hosts).to.deep.equal([["web1", "web2"], ["web1"]]);
  });

  it("shows variables of a group that a host gets", async () => {
    const [text = ""] = fences("yaml").filter((example) => !example.includes("hosts:"));
    expect(await hostsOf("inventory.yaml", `${text}  hosts: { web1: }\n`)).to.deep.equal(["web1"]);
  });

  it("shows INI with all its parts", async () => {
    const [text = ""] = fences("ini");
    expect(await hostsOf("inventory.ini", text)).to.deep.equal(["gate", "web1", "web2", "db1"]);
  });

  it("shows what a program prints", async () => {
    const parsed = parseJson(fences("json").join(""));
    const [draft, reading] = [emptyDraft(), startReading(ROOT)];
    const printed = { name: "hosts.py", draft, reading, ask: () => Promise.resolve(undefined) };
    const problem = parsed.ok ? await addPrinted(parsed.value, printed) : parsed.problem;
    expect([problem, reading.faults, [...draft.hosts.keys()]]).to.deep.equal([undefined, [], ["web1"]]);
  });

  it("has no pattern or range that the engine rejects", () => {
    expect(PAGE).to.include("| `site:!web[0]` | without these | web2, db1 |");
    expect(PAGE).to.not.match(/\| (?:an error)? ?\|$/m);
  });
});
