import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { differences, equal } from "./compare.ts";
import { differentFiles, leftOn, pendingOn, snapshot, writeFiles } from "./host-files.ts";
import { fakeHost, type FakeHost } from "./hosts.ts";
import type { FilesByHost, PlayCase, ProjectFiles, RunSpec } from "./play-case.ts";
import { runOnce } from "./run-once.ts";

/** Plays a case in its own temporary folder. Returns a line for each difference from what it expects. */
export async function runCase(spec: PlayCase): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "provision-case-"));
  try {
    const hosts = hostsOf(folder, spec);
    const root = join(folder, "project");
    writeProject(root, { "inventory.yaml": inventoryOf(spec), ...spec.project });
    for (const { name, folder: home } of hosts.values()) {
      writeProject(root, { [`host_vars/${name}/home.yaml`]: `home: ${home}\n` });
    }
    putFiles(hosts, spec.before);
    const wrong: string[] = [];
    for (const [index, run] of spec.runs.entries()) {
      const found = await runAndCompare(root, hosts, run);
      wrong.push(...found.map((line) => (spec.runs.length > 1 ? `run ${index + 1}: ${line}` : line)));
    }
    return wrong;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runAndCompare(root: string, hosts: ReadonlyMap<string, FakeHost>, run: RunSpec): Promise<string[]> {
  writeProject(root, run.project);
  putFiles(hosts, run.before);
  const check = run.flags.includes("--check");
  const shots = new Map([...hosts].map(([name, { folder }]) => [name, check ? snapshot(folder) : []]));
  const played = await runOnce(root, hosts, run);
  const wrong = [...hosts.values()].flatMap(({ name, folder }) => {
    const before = shots.get(name) ?? [];
    const after = check ? snapshot(folder) : [];
    const written = [
      ...after.filter((line) => !before.includes(line)),
      ...before.filter((line) => !after.includes(line)),
    ];
    return [
      ...equal(`${name}: pending`, pendingOn(folder), run.expect.pending[name] ?? []),
      ...(check ? [] : equal(`${name}: left`, leftOn(folder), run.expect.leaves[name] ?? [])),
      ...written.map((line) => `${name}: check mode has changed ${line}`),
      ...differentFiles(folder, run.expect.files[name] ?? {}).map((line) => `${name}: ${line}`),
    ];
  });
  const all = [...differences(played, run.expect), ...wrong];
  return all.length > 0 ? [...all, played.stderr] : [];
}

function hostsOf(folder: string, spec: PlayCase): Map<string, FakeHost> {
  return new Map(Object.entries(spec.hosts).map(([name, host]) => [name, fakeHost(name, join(folder, name), host)]));
}

function inventoryOf({ hosts }: PlayCase): string {
  return JSON.stringify({ all: { hosts: Object.fromEntries(Object.keys(hosts).map((name) => [name, {}])) } });
}

function writeProject(root: string, files: ProjectFiles): void {
  for (const [name, file] of Object.entries(files)) {
    rmSync(join(root, name), { force: true });
    if (file === null) continue;
    const text = typeof file === "string" ? file : file.repeat.repeat(file.times);
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

function putFiles(hosts: ReadonlyMap<string, FakeHost>, files: FilesByHost): void {
  for (const { name, folder } of hosts.values()) writeFiles(folder, files[name] ?? {});
}
