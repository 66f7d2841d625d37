import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { runPlaybooks } from "../../src/cli/commands/run.ts";
import { processIo } from "../../src/cli/io.ts";
import { provision } from "../../src/cli/provision.ts";
import { registry } from "../../src/modules/registry.ts";
import { fakeIo } from "../cli/fake-io.ts";
import { loadFiles, reported } from "../load/temporary-project.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const PAGE = readFileSync(join(ROOT, "docs", "writing-a-role.md"), "utf8");
const PROCESS = processIo();

/** The page's files, by path: fenced blocks with a path after the language. */
const FILES = new Map(
  [...PAGE.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, path = "", text = ""]) => [path, text]),
);

/** The page's other examples: tasks, and a role's dependencies. */
const EXAMPLES = [...PAGE.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);

/** What these examples name. */
const SURROUNDINGS = {
  "site.yaml": "- { hosts: all, roles: [rotation] }\n",
  "roles/rotation/defaults/main.yaml":
    "{ rotation_users: [{ name: ada }], rotation_upgrade: true, rotation_version: 2, rotation_old_version: 1, rotation_downloads: /srv/x, blog_enabled: true }\n",
  "roles/base/tasks/main.yaml": "- debug: { msg: base }\n",
  "roles/site/tasks/main.yaml": '- debug: { msg: "{{ site_name }}" }\n',
};

describe("docs/writing-a-role.md", () => {
  let root: string;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "provision-page-"));
    await cp(join(ROOT, "templates"), join(root, "templates"), { recursive: true });
    const vars = { rotation_dir: join(root, "etc") };
    const inventory = { all: { hosts: { server1: { connection: "local" } }, vars } };
    for (const [name, text] of [...FILES, ["inventory.yaml", JSON.stringify(inventory)] as const]) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), text);
    }
  });

  after(() => rm(root, { recursive: true }));

  async function run(...args: string[]) {
    const io = fakeIo({ ...PROCESS, cwd: root });
    const exit = await provision(["playbooks/rotation.yaml", ...args], io, {
      version: "",
      runPlaybooks: () => Promise.resolve(runPlaybooks),
      registry: () => Promise.resolve(registry),
    });
    return { exit, stdout: io.stdout.text(), output: io.stdout.text() + io.stderr.text() };
  }

  it("contains tasks, a template, a handler, defaults with their specification, and a verification", () => {
    const parts = ["defaults/main.yaml", "tasks/main.yaml", "templates/rotation.conf", "handlers/main.yaml"];
    const role = [...parts, "meta/argument_specs.yaml", "verify/main.yaml"].map((name) => `roles/rotation/${name}`);
    expect([...FILES.keys()]).to.have.members([...role, "playbooks/rotation.yaml"]);
  });

  it("contains a valid project", async () => {
    const { exit, output } = await run("--syntax-check");
    expect(exit, output).to.equal(0);
  });

  it("lists the tasks that it shows", async () => {
    const { stdout } = await run("--list-tasks");
    expect(stdout.match(/rotation : .*(?= {2}\()/g)).to.deep.equal([
      "rotation : Create the configuration folder",
      "rotation : Write the rotation's configuration",
      "rotation : Look for the configuration",
      "rotation : Check that the configuration exists",
    ]);
  });

  it("renders the file that it describes", async () => {
    await mkdir(join(root, "etc"), { recursive: true });
    const { exit, stdout, output } = await run("--check", "--json");
    expect(exit, output).to.equal(0);
    const expected = [
      "# Managed by provision: changes made here are overwritten.",
      "/var/log/app/*.log {",
      "  daily",
      "  rotate 14",
      "  compress",
      "  missingok",
      "}",
      "",
    ].join("\n");
    expect(stdout).to.contain(JSON.stringify(expected));
  });

  for (const example of EXAMPLES) {
    it(`has an example that can be loaded: ${example.split("\n")[0] ?? ""}`, async () => {
      const file = example.startsWith("dependencies:") ? "meta/main.yaml" : "tasks/main.yaml";
      const files = { ...SURROUNDINGS, [`roles/rotation/${file}`]: example };
      expect(reported(await loadFiles(files, { registry }))).to.deep.equal([]);
    });
  }

  it("shows what its check prints", async () => {
    const [shown = ""] =
      /^```console\n\$ npx provision playbooks\/rotation.yaml --check\n([\s\S]*?)^```$/m.exec(PAGE)?.slice(1) ?? [];
    await mkdir(join(root, "etc"), { recursive: true });
    const { exit, output } = await run("--check");
    expect(exit, output).to.equal(0);
    const squeezed = (text: string) => text.split("\n").map((line) => line.trim().replace(/\s+/g, " "));
    const wanted = squeezed(shown).filter((line) => line !== "");
    expect(wanted).to.not.deep.equal([]);
    expect(squeezed(output.replaceAll(join(root, "etc"), "/etc/logrotate.d"))).to.include.members(wanted);
  });
});
