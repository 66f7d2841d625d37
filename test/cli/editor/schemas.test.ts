import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect } from "chai";
import { parse } from "yaml";
import { EDITOR_KINDS, editorSchema, type EditorKind } from "../../../src/cli/editor/schemas.ts";
import { registry } from "../../../src/modules/registry.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");
const tracked = execFileSync("git", ["ls-files", "*.yaml"], { cwd: ROOT, encoding: "utf8" }).split("\n");

/** Our own files of each kind. */
const FILES: Readonly<Record<EditorKind, RegExp>> = {
  playbook: /^playbooks\/[^/]+\.yaml$/,
  tasks: /^roles\/[^/]+\/(tasks|handlers|verify|teardown)\/.*\.yaml$/,
  role: /^roles\/[^/]+\/meta\/main\.yaml$/,
  inventory: /^inventory\.yaml$/,
  vars: /^(group_vars\/.*|roles\/[^/]+\/(defaults|vars)\/.*)\.yaml$/,
};

const own = (tag: string) => ({ tag, resolve: (text: string) => text });
const valueOf = (text: string): unknown => parse(text, { customTags: [own("!cel"), own("!raw")] });

describe("cli/editor/schemas", () => {
  let check: (kind: EditorKind, text: string) => string[];

  before(async () => {
    const modules = await Promise.all(registry.names.map((name) => registry.load(name)));
    const ajv = new Ajv({ strict: false, allErrors: true });
    const validators = new Map(
      EDITOR_KINDS.map((kind) => [
        kind,
        ajv.compile(
          editorSchema(
            kind,
            modules.flatMap((module) => module ?? []),
          ),
        ),
      ]),
    );
    check = (kind, text) => {
      const validator = validators.get(kind);
      if (!validator || validator(valueOf(text))) return [];
      return (validator.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
    };
  });

  for (const kind of EDITOR_KINDS) {
    it(`accepts our own files: ${kind}`, () => {
      const files = tracked.filter((file) => FILES[kind].test(file));
      if (kind !== "inventory") expect(files).not.to.be.empty;
      const wrong = files.flatMap((file) =>
        check(kind, readFileSync(join(ROOT, file), "utf8")).map((error) => `${file}: ${error}`),
      );
      expect(wrong).to.deep.equal([]);
    });
  }

  it("marks unknown keywords and arguments, and wrong values", () => {
    const marked = (task: string) => check("tasks", `- ${task}`).length > 0;
    expect(marked("{ copy: { content: x, dest: /x, mode: '0644' } }")).to.equal(false);
    expect(marked("{ copy: { content: x, dest: /x, mod: '0644' } }")).to.equal(true);
    expect(marked("{ file: { path: /x, state: folder } }")).to.equal(true);
    expect(marked("{ command: uptime, retires: 3 }")).to.equal(true);
    expect(marked("{ command: uptime, retries: '3' }")).to.equal(true);
    expect(marked("{ command: uptime, become: yes }")).to.equal(true);
    expect(marked("{ command: uptime, loop: !cel names }")).to.equal(false);
    expect(marked("{ command: uptime, with_items: [a] }")).to.equal(true);
    expect(marked("{ command: uptime, become: !cel facts.user != 'root' }")).to.equal(false);
    expect(marked("{ file: { path: /x, state: '{{wanted}}' } }")).to.equal(false);
    expect(check("playbook", "- { hosts: web, rolls: [a] }")).not.to.be.empty;
    expect(check("playbook", "- { import_playbook: a.yaml, hosts: web }")).not.to.be.empty;
  });

  it("describes keywords with an example, and arguments", async () => {
    const copy = await registry.load("copy");
    const text = JSON.stringify(editorSchema("tasks", copy ? [copy] : []));
    expect(text).to.include('"markdownDescription":"The variable that gets the task\'s result');
    expect(text).to.include(JSON.stringify(copy?.args.properties["dest"]?.description));
  });
});
