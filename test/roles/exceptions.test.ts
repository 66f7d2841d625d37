import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { isMap, parseDocument, visit } from "yaml";

const ROOT = join(import.meta.dirname, "..", "..", "..");

/** Every place where the site takes a result's meaning, or the truth about a change, into its own hands: and why it may. */
const REASONS: Readonly<Record<string, string>> = {
  "roles/docker/verify/main.yaml: The engine answers: command":
    "docker info reads; there is no module for what an engine says of itself",
  "roles/docker/verify/main.yaml: The compose plugin is new enough: command": "docker compose version reads",
  "roles/postgresql/verify/main.yaml: PostgreSQL answers a query: command":
    "the database listens on its own server's loopback only; its own client asks it there",
  "roles/proof/verify/main.yaml: Nothing was lost or doubled, and every verdict is what the filter's rules say: command":
    "the proof reads whole topics by Kafka's own consumer, and recomputes them, on the server where they are",
};
const KEYS = ["command", "shell", "changed_when", "failed_when", "ignore_errors"];

function siteFiles(): string[] {
  return ["roles", "playbooks"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.ya?ml$/.test(name) && !name.includes("templates"))
      .map((name) => join(folder, name)),
  );
}

function exceptionsIn(file: string): string[] {
  const found: string[] = [];
  visit(parseDocument(readFileSync(join(ROOT, file), "utf8"), { logLevel: "silent" }), {
    Map(_key, node) {
      for (const key of KEYS)
        if (isMap(node) && node.has(key)) found.push(`${file}: ${String(node.get("name"))}: ${key}`);
    },
  });
  return found;
}

describe("the site", () => {
  const found = siteFiles().flatMap(exceptionsIn);

  it("uses commands, and its own word on what changed or failed, only where a reason is given", () => {
    expect(found.sort()).to.deep.equal(Object.keys(REASONS).sort());
  });

  it("runs commands only to read: each says so, and so runs in check mode, too", () => {
    const commands = siteFiles().flatMap((file) => {
      const text = readFileSync(join(ROOT, file), "utf8");
      return [...text.matchAll(/^- name: (.*)\n((?: {2}.*\n|\n)*)/gm)]
        .filter(([, , body = ""]) => /^ {2}(command|shell):/m.test(body))
        .map(([, name = "", body = ""]) => ({ name, reads: /^ {2}check_mode: false$/m.test(body) }));
    });
    expect(commands.filter(({ reads }) => !reads)).to.deep.equal([]);
    expect(commands).to.have.length(4);
  });
});
