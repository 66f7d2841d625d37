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

/** Created once: it listens to this process's own streams. */
const PROCESS = processIo();
const ROOT = join(import.meta.dirname, "..", "..", "..");

/** The role to try, and the project around it. */
export interface Trial {
  readonly role: string;
  /** Tasks to run instead of the role's own, with its defaults and templates; the variable `out` is an existing folder. */
  readonly tasks?: readonly object[];
  readonly vars?: Readonly<Record<string, unknown>>;
  /** These secrets are declared, but secrets.yaml does not have them; with `true`, it does not exist. */
  readonly secretsLost?: boolean | readonly string[];
  /** The number of servers besides main. */
  readonly workers?: number;
  /** Of all servers; by default the loopback address. */
  readonly address?: string;
}

/** The outcome of a run in check mode. */
export interface Tried {
  readonly exit: number;
  /** One `host task: status` per task and host. */
  readonly statuses: readonly string[];
  /** The changes that a run would make on main: their summaries, and the state afterwards. */
  readonly changes: readonly { readonly summary: string; readonly after: unknown }[];
  /** The `msg` of each task's result, by `host task`; undefined if the result has none. */
  readonly messages: ReadonlyMap<string, unknown>;
  /** The errors of failed tasks. */
  readonly faults: readonly string[];
  /** Everything that the program printed. */
  readonly output: string;
}

/** Values for the site's secrets, for tests to search for. */
export const SECRETS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(parse(readFileSync(join(ROOT, "generated_secrets.yaml"), "utf8")) as object).map((name) => [
    name,
    `a-${name}`,
  ]),
);

/** Kafka's variables that the site's inventory sets. */
const KAFKA_VARS = { kafka_cluster_id: "of-the-trial-012345678", kafka_controller: true, kafka_node_id: 1 };

/** Runs a role of this project, without its dependencies, in check mode. All hosts are this machine. */
export async function tryRole(trial: Trial): Promise<Tried> {
  const root = await mkdtemp(join(tmpdir(), "provision-role-"));
  try {
    await writeProject(root, trial);
    return await checkIn(root, ["site.yaml", "-i", "inventory.yaml"]);
  } finally {
    await rm(root, { recursive: true });
  }
}

async function writeProject(
  root: string,
  { role, tasks, vars, secretsLost = false, workers = 1, address = "127.0.0.1" }: Trial,
): Promise<void> {
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
  const host = { connection: "local", service_address: address };
  const others = Array.from({ length: workers }, (_, index) => [`server${index + 2}`, host]);
  const children = { main: { hosts: { server1: host } }, worker: { hosts: Object.fromEntries(others) as object } };
  const lost = secretsLost === true ? Object.keys(SECRETS) : secretsLost === false ? [] : secretsLost;
  if (lost.length > 0) await put("generated_secrets.yaml", Object.fromEntries(lost.map((name) => [name, null])));
  const secrets = Object.fromEntries(Object.entries(SECRETS).filter(([name]) => !lost.includes(name)));
  await put("inventory.yaml", { all: { vars: { ...secrets, ...KAFKA_VARS, ...vars, out: root }, children } });
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
    // With `--json` every line is an event.
    .map((line) => JSON.parse(line) as Line);
  const results = lines.filter(({ event }) => event === "task_result");
  return {
    exit,
    output: stdout + stderr,
    statuses: results.map(({ host = "", task = "", status = "" }) => `${host} ${task}: ${status}`),
    changes: results.flatMap(({ host, diff = [] }) => (host === "server1" ? diff : [])),
    messages: new Map(results.map(({ host = "", task = "", result }) => [`${host} ${task}`, result?.msg] as const)),
    faults: lines.flatMap(({ error }) => error?.message ?? []),
  };
}
