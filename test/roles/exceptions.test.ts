import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { isMap, parseDocument, visit } from "yaml";

const ROOT = join(import.meta.dirname, "..", "..", "..");

/** Every task of the site that uses a command or overrides what counts as changed or failed, with the reason. */
const REASONS: Readonly<Record<string, string>> = {
  "playbooks/site.yaml: Look whether the engine answers: command": "docker version only reads",
  "playbooks/site.yaml: Look whether the engine answers: failed_when":
    "an engine that is stopped is started by the role docker, where its server's turn comes",
  "roles/compose_project/tasks/main.yaml: Look for included files that compose cannot read: command":
    "only compose knows which of its files it cannot read, and it only reads them",
  "roles/docker/verify/main.yaml: Check that the engine answers: command":
    "docker info only reads, and no module reports on an engine",
  "roles/docker/verify/main.yaml: Get the version of the compose plugin: command": "docker compose version only reads",
  "roles/docker/verify/main.yaml: Get the version of the compose plugin: failed_when":
    "it fails if the plugin is missing, which the next task reports",
  "roles/firewall/tasks/main.yaml: Read from where provision has connected: command":
    "no module reads a file, and this one only lists addresses",
  "roles/firewall/tasks/main.yaml: Compare the rules in force with those that were loaded: command":
    "no module lists nftables' rules, and the role's program only reads them",
  "roles/firewall/tasks/main.yaml: Compare the rules in force with those that were loaded: failed_when":
    "it fails if they differ or the program is gone, which the next tasks mend",
  "roles/firewall/verify/main.yaml: Check that the rules are in force: command":
    "no module lists nftables' rules, and the role's program only reads them",
  "roles/preflight/tasks/main.yaml: Get the version of the compose plugin: command":
    "docker compose version only reads, and no module reports on an engine",
  "roles/preflight/tasks/main.yaml: Get the version of the compose plugin: failed_when":
    "it fails if the plugin is missing, which the next task reports",
  "roles/postgresql/verify/main.yaml: Check that PostgreSQL answers with the password, and with no other login: command":
    "the database listens on its server's loopback only, so its own client queries it there",
  "roles/preflight/tasks/main.yaml: Look at the secrets that are one of several lines of a file: command":
    "no module computes a digest of a part of a file, and the value must stay on the server",
  "roles/proof/verify/main.yaml: Prove that nothing was lost or duplicated and that the filter decided by its rules: command":
    "the proof reads the topics with Kafka's own consumer on their server, and recomputes them",
  "roles/proof/verify/main.yaml: Prove that nothing was lost or duplicated and that the filter decided by its rules: failed_when":
    "an exit status says that a part could not be proved, of which the next task warns",
  "roles/proof/verify/main.yaml: Wait until enough windows have closed: failed_when":
    "too few windows are a warning of the proof, and a site without any window is not broken",
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

describe("roles/exceptions", () => {
  const found = siteFiles().flatMap(exceptionsIn);

  it("use commands, changed_when and failed_when only for a listed reason", () => {
    expect(found.sort()).to.deep.equal(Object.keys(REASONS).sort());
  });

  it("run commands only to read, so that they also run in check mode", () => {
    const commands = siteFiles().flatMap((file) => {
      const text = readFileSync(join(ROOT, file), "utf8");
      return [...text.matchAll(/^- name: (.*)\n((?: {2}.*\n|\n)*)/gm)]
        .filter(([, , body = ""]) => /^ {2}(command|shell):/m.test(body))
        .map(([, name = "", body = ""]) => ({ name, reads: /^ {2}check_mode: false$/m.test(body) }));
    });
    expect(commands.filter(({ reads }) => !reads)).to.deep.equal([]);
    expect(commands).to.have.length(10);
  });
});
