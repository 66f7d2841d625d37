import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { check, resolveConfig } from "prettier";
import { exportNameOf } from "../../tools/new/export-name.ts";
import { make } from "../../tools/new/make.ts";
import { nextSteps } from "../../tools/new/next-steps.ts";
import { writeAll } from "../../tools/new/write.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const LONG = "a_very_long_name_of_exactly_fifty_characters_012345";

describe("tools/new", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "provision-new-"));
    cpSync(join(ROOT, "tools/new"), join(root, "tools/new"), { recursive: true });
    cpSync(join(ROOT, ".prettierrc.json"), join(root, ".prettierrc.json"));
    put("inventory.yaml", "all:\n  vars:\n    service_dir: /srv\n");
    put("roles/kafka/defaults/main.yaml", "data_dir: /srv\n");
    put("src/modules/stat.ts", "");
    put("src/modules/lib/shared.ts", "");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function put(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  const files = () =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .filter((path) => !path.startsWith("tools"));

  async function problemOf(...args: string[]): Promise<string | undefined> {
    const made = await make(args, root);
    return "problem" in made ? made.problem : undefined;
  }

  it("makes a module with its tests", async () => {
    expect(await make(["module", "disk_quota"], root)).to.deep.include({
      request: { kind: "module", name: "disk_quota" },
      written: [
        "src/modules/disk_quota.ts",
        "test/contract/scenarios/disk_quota.yaml",
        "test/modules/disk_quota.test.ts",
        "test/run/cases/modules/disk_quota.yaml",
      ],
    });
    expect(readFileSync(join(root, "src/modules/disk_quota.ts"), "utf8")).to.contain('name: "disk_quota"');
  });

  it("makes a role with its test", async () => {
    const parts = ["README.md", "defaults/main.yaml", "meta/main.yaml", "tasks/main.yaml", "teardown/main.yaml"];
    expect(await make(["role", "disk_quota"], root)).to.deep.include({
      written: [
        ...parts.map((part) => `roles/disk_quota/${part}`),
        "roles/disk_quota/templates/disk_quota.conf",
        "roles/disk_quota/verify/main.yaml",
        "test/roles/disk-quota.test.ts",
      ],
    });
  });

  for (const args of [
    ["module", "x"],
    ["module", LONG.slice(0, 50)],
    ["role", "x"],
    ["role", LONG.slice(0, 50)],
  ]) {
    it(`formats the files of ${args.join(" ")}`, async () => {
      const before = files();
      await make(args, root);
      const made = files().filter((path) => !before.includes(path) && /\.(ts|yaml|md)$/.test(path));
      expect(made.length).to.be.above(3);
      const config = await resolveConfig(join(ROOT, "src/new.ts"));
      for (const filepath of made) {
        expect(await check(readFileSync(join(root, filepath), "utf8"), { ...config, filepath }), filepath).to.equal(
          true,
        );
      }
    });
  }

  const USAGE = "Use `npm run new -- module NAME` or `npm run new -- role NAME`.";
  const SPELLING = "Use lower-case letters and digits, with single underscores between words, and begin with a letter.";
  const exists = (path: string) => `${path} already exists. Choose another name.`;
  const rejected: readonly (readonly [string, readonly string[], string])[] = [
    ["no kind", [], `The kind and the name are missing. ${USAGE}`],
    ["an unknown kind", ["playbook", "x"], `"playbook" is neither "module" nor "role". ${USAGE}`],
    ["no name", ["role"], `The role's name is missing. ${USAGE}`],
    ["a second name", ["module", "x", "y"], `"y" follows the name, but only one name is accepted. ${USAGE}`],
    ...["Disk", "disk-quota", "7up", "a__b", "a_", "", "../x", "ä"].map(
      (name) => [`the name "${name}"`, ["module", name], `"${name}" is not a valid name. ${SPELLING}`] as const,
    ),
    ["a long name", ["role", LONG], `"${LONG}" is too long. Use at most 50 characters.`],
    [
      "a keyword",
      ["module", "when"],
      '"when" is a keyword of tasks, so no module can have this name. Choose another name.',
    ],
    ["a module that exists", ["module", "stat"], exists("src/modules/stat.ts")],
    ["the name of a module's folder", ["module", "lib"], exists("src/modules/lib")],
    ["a role that exists", ["role", "kafka"], exists("roles/kafka")],
    ...["data", "service", "playbook"].map(
      (name) =>
        [
          `a role whose variable ${name}_dir exists`,
          ["role", name],
          `The role would define the variable \`${name}_dir\`, which already exists. Choose another name.`,
        ] as const,
    ),
  ];
  for (const [title, args, problem] of rejected) {
    it(`rejects ${title} and writes nothing`, async () => {
      const before = files();
      expect(await problemOf(...args)).to.equal(problem);
      expect(files()).to.deep.equal(before);
    });
  }

  it("writes nothing if any of the files exists", async () => {
    put("test/modules/fresh.test.ts", "mine");
    put("test/roles/fresh.test.ts", "mine");
    const before = files();
    expect(await problemOf("module", "fresh")).to.equal(exists("test/modules/fresh.test.ts"));
    expect(await problemOf("role", "fresh")).to.equal(exists("test/roles/fresh.test.ts"));
    expect(files()).to.deep.equal(before);
  });

  it("removes what it wrote if a later file cannot be written", () => {
    put("occupied", "mine");
    const before = files();
    const texts = ["new/folder/a", "b", "occupied/c"].map((path) => ({ path, text: "" }));
    expect(writeAll(root, texts)).to.match(/^Nothing was written: .*occupied.*\.$/);
    expect(files()).to.deep.equal(before);
    expect(writeAll(root, [{ path: "occupied", text: "" }])).to.match(/^Nothing was written: /);
    expect(readFileSync(join(root, "occupied"), "utf8")).to.equal("mine");
  });

  it("exports a module under another name if its own is reserved or used otherwise", () => {
    expect(exportNameOf("quota", ["import { read } from"])).to.equal("quota");
    expect(exportNameOf("read", ["import { read } from"])).to.equal("read_");
    expect(exportNameOf("delete", [])).to.equal("delete_");
  });

  it("names next steps that exist", async () => {
    const scripts = Object.keys(
      (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object }).scripts,
    );
    for (const kind of ["module", "role"] as const) {
      const made = await make([kind, "next_step"], root);
      expect(made).to.have.property("written");
      const steps = nextSteps({ kind, name: "next_step" });
      const paths = steps.match(/\b(test|docs|playbooks)\/[\w./-]*\w/g) ?? [];
      expect(paths.length).to.be.above(2);
      for (const path of paths)
        expect(existsSync(join(root, path)) || existsSync(join(ROOT, path)), path).to.equal(true);
      for (const [, script = ""] of steps.matchAll(/npm (?:run )?(\w+)/g)) expect(scripts).to.include(script);
    }
  });

  it("prints one line and exits with 2 if the arguments are wrong", () => {
    const program = join(import.meta.dirname, "../../tools/new.js");
    const run = () => execFileSync(process.execPath, [program, "thing"], { encoding: "utf8", stdio: "pipe" });
    expect(run).to.throw().with.property("status", 2);
    expect(run).to.throw().with.property("stderr", `"thing" is neither "module" nor "role". ${USAGE}\n`);
  });
});
