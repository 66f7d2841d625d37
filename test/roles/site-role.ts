import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { runPlaybooks } from "../../src/cli/commands/run.ts";
import { processIo } from "../../src/cli/io.ts";
import { provision } from "../../src/cli/provision.ts";
import { registry } from "../../src/modules/registry.ts";
import { fakeIo } from "../cli/fake-io.ts";

/** Once: it listens to this process's own streams. */
const PROCESS = processIo();
const ROOT = join(import.meta.dirname, "..", "..", "..");

export interface Trial {
  readonly role: string;
  /** Tasks that have the role's defaults and templates, in place of its own; `out` is a folder that is there. */
  readonly tasks?: readonly object[];
  readonly vars?: Readonly<Record<string, unknown>>;
  /** How many servers beside main. */
  readonly workers?: number;
}

export interface Tried {
  readonly exit: number;
  /** `host task: status`, a line an item. */
  readonly said: readonly string[];
  /** What main's changes are, or would be: their summaries, and what is to be there afterwards. */
  readonly changes: readonly { readonly summary: string; readonly after: unknown }[];
  /** The `msg` of each task that has one, by `host task`. */
  readonly messages: ReadonlyMap<string, unknown>;
  /** What failed tasks said. */
  readonly faults: readonly string[];
  /** All that the program wrote. */
  readonly output: string;
}

/** The site's secrets; tests may look for them. */
export const SECRETS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(parse(readFileSync(join(ROOT, "generated_secrets.yaml"), "utf8")) as object).map((name) => [
    name,
    `a-${name}`,
  ]),
);

/** What the inventory says of Kafka's brokers. */
const IDENTITIES = { kafka_cluster_id: "of-the-trial", kafka_controller: true, kafka_node_id: 1 };

/** Asks, in check mode, what a role of this project would do, without those it depends on, to hosts that all are this machine. */
export async function tryRole(trial: Trial): Promise<Tried> {
  const root = await mkdtemp(join(tmpdir(), "provision-role-"));
  try {
    await lay(root, trial);
    return await checkIn(root, ["site.yaml", "-i", "inventory.yaml"]);
  } finally {
    await rm(root, { recursive: true });
  }
}

async function lay(root: string, { role, tasks, vars, workers = 1 }: Trial): Promise<void> {
  for (const folder of ["tasks", "meta"]) await mkdir(join(root, "roles/trial", folder), { recursive: true });
  for (const name of await readdir(join(ROOT, "roles"))) {
    await symlink(join(ROOT, "roles", name), join(root, "roles", name));
  }
  for (const name of ["files", "templates"]) await symlink(join(ROOT, name), join(root, name));
  const put = (name: string, content: unknown) => writeFile(join(root, name), JSON.stringify(content));
  if (tasks) {
    await put("roles/trial/tasks/main.yaml", tasks);
    await put("roles/trial/meta/main.yaml", { dependencies: [role] });
    await symlink(join(ROOT, "roles", role, "templates"), join(root, "roles/trial/templates"));
  }
  const host = { connection: "local", service_address: "127.0.0.1" };
  const others = Array.from({ length: workers }, (_, at) => [`server${at + 2}`, host]);
  const children = { main: { hosts: { server1: host } }, worker: { hosts: Object.fromEntries(others) as object } };
  await put("inventory.yaml", { all: { vars: { ...SECRETS, ...IDENTITIES, ...vars, out: root }, children } });
  await put("site.yaml", [
    { name: "Trial", hosts: "all", any_errors_fatal: true, roles: [{ role: tasks ? "trial" : role, only: "tasks" }] },
  ]);
}

interface Line {
  readonly event: string;
  readonly host?: string;
  readonly task?: string;
  readonly status?: string;
  readonly diff?: readonly { readonly summary: string; readonly after: unknown }[];
  readonly error?: { readonly message: string };
  readonly result?: { readonly msg?: unknown };
}

/** Runs the program in check mode in a folder with these arguments. */
export async function checkIn(cwd: string, args: readonly string[], env = PROCESS.env): Promise<Tried> {
  const io = fakeIo({ ...PROCESS, cwd, env });
  const exit = await provision([...args, "--json", "--check"], io, {
    version: "",
    runPlaybooks: () => Promise.resolve(runPlaybooks),
    registry: () => Promise.resolve(registry),
  });
  const [stdout, stderr] = [io.stdout.text(), io.stderr.text()];
  const lines = stdout
    .split("\n")
    .filter((line) => line !== "")
    // Every line of `--json` is an event.
    .map((line) => JSON.parse(line) as Line);
  const results = lines.filter(({ event }) => event === "task_result");
  return {
    exit,
    output: stdout + stderr,
    said: results.map(({ host = "", task = "", status = "" }) => `${host} ${task}: ${status}`),
    changes: results.flatMap(({ host, diff = [] }) => (host === "server1" ? diff : [])),
    messages: new Map(results.map(({ host = "", task = "", result }) => [`${host} ${task}`, result?.msg] as const)),
    faults: lines.flatMap(({ error }) => error?.message ?? []),
  };
}
