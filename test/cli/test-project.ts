import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Io } from "../../src/cli/io.ts";
import { provision } from "../../src/cli/provision.ts";
import { runPlaybooks } from "../../src/cli/commands/run.ts";
import { registry } from "../../src/modules/registry.ts";
import { secretsEnvironment } from "../../src/cli/project/secrets.ts";
import { readSecrets } from "../../src/secrets/store.ts";
import { fakeIo } from "./fake-io.ts";

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** A temporary project and home, in which the whole program can be run. */
export interface TestProject {
  readonly folder: string;
  readonly home: string;
  readonly run: (argv: readonly string[], changes?: Partial<Io> & { readonly terminal?: boolean }) => Promise<Ran>;
  readonly write: (name: string, text: string) => Promise<string>;
  readonly read: (name: string) => Promise<string>;
  readonly files: (folder: string) => Promise<string[]>;
  /** The decrypted content of secrets.yaml. */
  readonly secrets: () => Promise<Record<string, string>>;
}

export async function withProject<T>(use: (project: TestProject) => Promise<T>): Promise<T> {
  const root = await mkdtemp(path.join(tmpdir(), "provision-secrets-"));
  try {
    return await use(await makeProject(root));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function makeProject(root: string): Promise<TestProject> {
  const [folder, home] = [path.join(root, "project"), path.join(root, "home")];
  for (const path of [folder, home]) await mkdir(path);
  const io = (changes: Partial<Io> = {}) =>
    fakeIo({ cwd: folder, home, tmpdir: root, randomId: () => randomBytes(16).toString("hex"), ...changes });
  return {
    folder,
    home,
    async run(argv, { terminal = false, ...changes } = {}) {
      const made = io(changes);
      Object.assign(made.stdout, { isTTY: terminal });
      const exit = await provision(argv, made, {
        version: "1",
        runPlaybooks: () => Promise.resolve(runPlaybooks),
        registry: () => Promise.resolve(registry),
      });
      return { exit, out: made.stdout.text(), err: made.stderr.text() };
    },
    async write(name, text) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
      return path.join(folder, name);
    },
    read: (name) => readFile(path.join(folder, name), "utf8"),
    files: async (below) => (await readdir(below, { recursive: true })).sort(),
    async secrets() {
      const file = { path: path.join(folder, "secrets.yaml"), name: "secrets.yaml" };
      const opened = await readSecrets(file, secretsEnvironment(io()));
      if (!opened.ok) throw new Error(JSON.stringify(opened.faults));
      const entries = [...(opened.value?.entries ?? [])];
      return Object.fromEntries(entries.map(([name, { value }]) => [name, value.reveal()]));
    },
  };
}
