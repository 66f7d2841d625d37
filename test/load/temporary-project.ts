import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadProject, type LoadedProject, type ProjectRequest } from "../../src/inventory/load-project.ts";
import type { Outcome } from "../../src/errors/fault.ts";
import { fakeRegistry } from "./fake-registry.ts";

/** Writes files to a new folder, passes it to `use`, and removes it. */
export async function withProject<T>(
  files: Readonly<Record<string, string | Buffer>>,
  use: (root: string) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(path.join(tmpdir(), "provision-test-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(root, name)), { recursive: true });
      await writeFile(path.join(root, name), text);
    }
    return await use(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** An inventory of two servers. */
export const HOSTS =
  "all:\n  children:\n    main:\n      hosts:\n        server1:\n    worker:\n      hosts:\n        server2:\n";

/** Loads site.yaml with inventory.yaml. */
export function load(root: string, request: Partial<ProjectRequest> = {}): ReturnType<typeof loadProject> {
  return loadProject({
    root,
    playbooks: ["site.yaml"],
    inventories: ["inventory.yaml"],
    registry: fakeRegistry,
    extraVars: { name: "-e", variables: new Map() },
    limit: undefined,
    env: {},
    ...request,
  });
}

/** Loads a project with these files and, unless they include one, an inventory of two servers. */
export function loadFiles(files: Readonly<Record<string, string | Buffer>>, request: Partial<ProjectRequest> = {}) {
  return withProject({ "inventory.yaml": HOSTS, ...files }, (root) => load(root, request));
}

/** The value of an outcome that must not have faults. */
export function loaded(outcome: Outcome<LoadedProject>): LoadedProject {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults, undefined, 2));
  return outcome.value;
}

/** The faults of an outcome in order, each as `file:line:col code`. */
export function reported(outcome: Outcome<LoadedProject>): string[] {
  if (outcome.ok) return [];
  return outcome.faults.map(({ code, origin }) =>
    origin ? `${origin.file}:${origin.line}:${origin.col} ${code}` : code,
  );
}
