import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { parse } from "yaml";
import { editedLines } from "../../../src/errors/edit.ts";
import type { Fault } from "../../../src/errors/fault.ts";
import { registry } from "../../../src/modules/registry.ts";
import { loadFiles } from "../temporary-project.ts";

/** Lines as users of Ansible write them, and what the errors say to write instead. */
interface Case {
  readonly ansible: string;
  readonly here: string;
}

const VARS =
  "{ x: 1, y: a, z: true, users: [{ name: a, keys: [k] }], m: { a: 1 }, a: 1, b: 2, name: n, r: { failed: false } }";
const HEAD = `- hosts: web\n  vars: ${VARS}\n  handlers: [{ name: Restart chrony, debug: { msg: x } }]\n  tasks:\n`;
const FILES = {
  "inventory.yaml": "web: { hosts: { server1: } }\n",
  "a.txt": "x\n",
  "files/a.txt": "x\n",
  "files/a.conf": "x\n",
  "files/conf.d/a": "x\n",
  "vars/a.yml": "x: 1\n",
  "x.yml": "- debug: { msg: x }\n",
};

const inProject = (task: string) => `${HEAD}${task.replace(/^(?=.)/gm, "      ").replace(/^ {6}/, "    - ")}`;
const inCase = (text: string) => text.slice(HEAD.length).replace(/^ {4}[- ] /gm, "");

async function faultsOf(text: string): Promise<readonly Fault[]> {
  const outcome = await loadFiles({ ...FILES, "site.yaml": text }, { registry });
  return outcome.ok ? [] : outcome.faults;
}

/** The file with the lines of the first fault replaced by those that the report shows. */
function pasted(text: string, faults: readonly Fault[]): string {
  const edits = faults.flatMap(({ edit }) => edit ?? []);
  const [edit] = edits;
  if (!edit) throw new Error(`no lines to paste: ${JSON.stringify(faults, undefined, 2)}`);
  const written = editedLines(text, edit, edits);
  const first = Math.min(...edits.filter(isNear(edit)).map(({ from }) => from.line));
  const last = Math.max(...edits.filter(isNear(edit)).map(({ to }) => to.line));
  const lines = text.split("\n");
  return [...lines.slice(0, first - 1), written, ...lines.slice(last)].join("\n");
}

const isNear = (edit: NonNullable<Fault["edit"]>) => (other: typeof edit) =>
  other.from.line <= edit.to.line && edit.from.line <= other.to.line;

const cases = parse(await readFile("test/load/rewrites/cases.yaml", "utf8")) as readonly Case[];

describe("load/rewrites", () => {
  for (const { ansible, here } of cases) {
    it(`says what to write for ${ansible.split("\n").join(" ").slice(0, 100)}`, async () => {
      let text = inProject(ansible);
      let faults = await faultsOf(text);
      expect(faults).not.to.be.empty;
      for (let count = 0; count < 8 && faults.length > 0; count++) {
        text = pasted(text, faults);
        faults = await faultsOf(text);
      }
      expect(inCase(text)).to.equal(here);
      expect(faults).to.deep.equal([]);
    });
  }
});
