import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inventoryOf, type AnsibleCase, type Files } from "./case.ts";

/** A case on disk: its project, and the folder that holds the folders of its hosts. */
export interface OnDisk {
  readonly project: string;
  readonly homes: string;
}

/** Writes a case's project into a temporary folder, which is removed when the work has ended. */
export async function withProject<T>(spec: AnsibleCase, own: Files, work: (onDisk: OnDisk) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "provision-ansible-"));
  try {
    const [project, homes] = [join(folder, "project"), join(folder, "homes")];
    for (const [name, text] of Object.entries({ "inventory.yaml": inventoryOf(spec), ...spec.project, ...own })) {
      mkdirSync(dirname(join(project, name)), { recursive: true });
      writeFileSync(join(project, name), text);
    }
    for (const host of spec.hosts) mkdirSync(join(homes, host), { recursive: true });
    return await work({ project, homes });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
