import { cp, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { inventoryErrors } from "../../src/errors/catalogue/inventory.ts";
import { loadErrors } from "../../src/errors/catalogue/load.ts";
import type { Fault } from "../../src/errors/fault.ts";
import { load, type loadFiles } from "./temporary-project.ts";

const FIXTURES = path.resolve("test/fixtures/errors");
const CODES = [...Object.keys(loadErrors), ...Object.keys(inventoryErrors)];

interface Expected {
  readonly code: string;
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
  /** A part of the hint. */
  readonly hint: string;
  readonly playbook?: string;
  readonly playbooks?: readonly string[];
  readonly inventory?: string;
  readonly limit?: string;
  /** Files too long for the repository. */
  readonly repeated?: Readonly<Record<string, { readonly text: string; readonly times: number }>>;
  /** A warning of a project that loads. */
  readonly warning?: boolean;
}

/** Copies a bad project, whose `.env` is named `env`. Files that it lacks come from the valid project in the folder above. */
async function copyOf(code: string): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), "provision-test-"));
  for (const name of ["inventory.yaml", "site.yaml"]) {
    const own = await stat(path.join(FIXTURES, code, name)).catch(() => undefined);
    if (!own) await cp(path.join(FIXTURES, name), path.join(root, name));
  }
  await cp(path.join(FIXTURES, code), root, { recursive: true });
  await rename(path.join(root, "env"), path.join(root, ".env")).catch(() => undefined);
  return root;
}

function faultsOf(outcome: Awaited<ReturnType<typeof loadFiles>>, expected: Expected): readonly Fault[] {
  if (!outcome.ok) return outcome.faults;
  return expected.warning ? outcome.value.warnings : [];
}

describe("errors/catalogue: load and inventory", () => {
  for (const code of CODES) {
    it(`reports ${code}`, async () => {
      // The cast is safe: a fixture without a required field fails below.
      const expected = parse(await readFile(path.join(FIXTURES, code, "expected.yaml"), "utf8")) as Expected;
      const root = await copyOf(code);
      try {
        for (const [name, { text, times }] of Object.entries(expected.repeated ?? {})) {
          await writeFile(path.join(root, name), text.repeat(times));
        }
        const outcome = await load(root, {
          ...(expected.playbook !== undefined && { playbooks: [expected.playbook] }),
          ...(expected.playbooks && { playbooks: expected.playbooks }),
          ...(expected.inventory !== undefined && { inventories: [expected.inventory] }),
          limit: expected.limit,
        });
        const faults = faultsOf(outcome, expected);
        const { file, line, col, hint } = expected;
        const at = file === undefined ? undefined : { file, line, col };
        expect(
          faults.map(({ code, origin }) => ({
            code,
            at: origin && { file: origin.file, line: origin.line, col: origin.col },
          })),
        ).to.deep.equal([{ code, at }]);
        expect(faults[0]?.hint).to.include(hint);
      } finally {
        await rm(root, { recursive: true, force: true });
      }
    });
  }

  it("has a fixture for each code of the catalogue and for no other", async () => {
    const folders = await Promise.all(
      ["load", "inventory"].map(async (room) =>
        (await readdir(path.join(FIXTURES, room))).map((name) => `${room}/${name}`),
      ),
    );
    expect(folders.flat().sort()).to.deep.equal([...CODES].sort());
  });
});
