import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { TextDocument } from "vscode-languageserver-textdocument";
import { getLanguageService, type LanguageService, type MarkupContent } from "yaml-language-server";
import { EDITOR_KINDS, editorSchema, type EditorKind } from "../../../src/cli/editor/schemas.ts";
import { registry } from "../../../src/modules/registry.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");
const tracked = execFileSync("git", ["ls-files", "*.yaml"], { cwd: ROOT, encoding: "utf8" }).split("\n");

/** The repository's own files of each kind, those of the test's roles included. */
const FILES: Readonly<Record<EditorKind, RegExp>> = {
  playbook: /^playbooks\/[^/]+\.yaml$/,
  tasks: /^(?:test\/fixtures\/.*)?roles\/[^/]+\/(?:tasks|handlers|verify|teardown)\/.*\.yaml$/,
  role: /^(?:test\/fixtures\/.*)?roles\/[^/]+\/meta\/main\.yaml$/,
  inventory: /^inventory\.yaml$/,
  vars: /^(?:group_vars\/.*|(?:test\/fixtures\/.*)?roles\/[^/]+\/(?:defaults|vars)\/.*)\.yaml$/,
};

/** The tags that the page tells users to write into their editor's settings. */
function documentedTags(): string[] {
  const page = readFileSync(join(ROOT, "docs", "language.md"), "utf8");
  const [, list = "[]"] = /"yaml\.customTags": (\[.*\])/.exec(page) ?? [];
  return JSON.parse(list) as string[];
}

describe("cli/editor: the YAML language server", () => {
  let service: LanguageService;
  let version = 0;
  const document = (kind: EditorKind, text: string) =>
    TextDocument.create(`file:///project/${kind}-file.yaml`, "yaml", (version += 1), text);

  before(async () => {
    const loaded = await Promise.all(registry.names.map((name) => registry.load(name)));
    const modules = loaded.flatMap((module) => module ?? []);
    const schemas = new Map(
      EDITOR_KINDS.map((kind) => [`file:///schemas/${kind}.json`, JSON.stringify(editorSchema(kind, modules))]),
    );
    service = getLanguageService({
      schemaRequestService: (uri) => Promise.resolve(schemas.get(uri) ?? ""),
      // It would only be reported, and nothing marked.
      telemetry: {
        send: () => undefined,
        sendTrack: () => undefined,
        sendError: (_name, error) => {
          throw error;
        },
      },
      workspaceContext: { resolveRelativePath: (path) => path },
    });
    service.configure({
      validate: true,
      hover: true,
      customTags: documentedTags(),
      schemas: EDITOR_KINDS.map((kind) => ({ uri: `file:///schemas/${kind}.json`, fileMatch: [`${kind}-file.yaml`] })),
    });
  });

  /** What an editor marks, as `line:column text`. */
  async function marked(kind: EditorKind, text: string): Promise<string[]> {
    const file = document(kind, text);
    const found = await service.doValidation(file, false);
    return found.map(({ range }) => `${range.start.line + 1}:${range.start.character + 1} ${file.getText(range)}`);
  }

  async function hover(kind: EditorKind, text: string, line: number, character: number): Promise<string> {
    const found = await service.doHover(document(kind, text), { line, character });
    return (found?.contents as MarkupContent | undefined)?.value ?? "";
  }

  for (const kind of EDITOR_KINDS) {
    it(`marks nothing in our own files: ${kind}`, async () => {
      const files = tracked.filter((file) => FILES[kind].test(file));
      expect(files).not.to.be.empty;
      for (const file of files) {
        expect(await marked(kind, readFileSync(join(ROOT, file), "utf8")), file).to.deep.equal([]);
      }
    });
  }

  const WRONG: readonly (readonly [EditorKind, string, ...string[]])[] = [
    ["tasks", "- copy: { dest: /a, mod: x }\n", "1:21 mod"],
    ["tasks", "- comand: uptime\n", "1:3 comand"],
    ["playbook", "- hosts: web\n  rolls: [a]\n", "2:3 rolls"],
    ["playbook", "- hosts: web\n  tasks:\n    - { command: uptime, retires: 3 }\n", "3:26 retires"],
    ["role", "dependancies: [a]\n", "1:1 dependancies"],
    ["inventory", "all: { host: { a: {} } }\n", "1:8 host"],
    ["vars", "- a\n", "1:1 - a\n"],
  ];
  for (const [kind, text, ...expected] of WRONG) {
    it(`marks what is wrong: ${text.trim().split("\n").at(-1)?.trim() ?? ""} (${kind})`, async () => {
      expect(await marked(kind, text)).to.deep.equal(expected);
    });
  }

  it("marks wrong values", async () => {
    expect(await marked("tasks", "- file: { path: /a, state: folder }\n")).to.have.length(1);
    expect(await marked("tasks", "- { command: uptime, become: yes }\n")).to.have.length(1);
    expect(await marked("tasks", "- { command: uptime, retries: '3' }\n")).to.have.length(1);
  });

  it("knows our tags in the forms that they have, and no others", async () => {
    const vars =
      'a: !cel groups.web\nb: !raw "{{x}}"\nc: !secret { command: [pass, show, x] }\nd: !secret\n  command: [a]\n';
    expect(await marked("vars", vars)).to.deep.equal([]);
    expect(await marked("tasks", "- command: uptime\n  loop: !cel groups.web.map(n, n)\n")).to.deep.equal([]);
    expect(await marked("vars", "a: !vault x\n")).to.deep.equal(["1:4 !vault x"]);
  });

  it("shows what keywords, modules, arguments, settings and keys mean", async () => {
    const task = "- name: x\n  copy: { dest: /a, content: x }\n  when: a == 1\n";
    expect(await hover("tasks", task, 1, 3)).to.include("Writes files to the target");
    expect(await hover("tasks", task, 1, 12)).to.include("The file's full path on the target");
    expect(await hover("tasks", task, 2, 3)).to.include("The condition for running it on a host");
    expect(await hover("playbook", "- hosts: web\n  serial: 2\n", 1, 3)).to.match(/hosts/i);
    expect(await hover("inventory", "all:\n  hosts:\n    a:\n      ssh_port: 22\n", 3, 8)).to.match(/port/i);
  });
});
