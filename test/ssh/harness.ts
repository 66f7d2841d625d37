import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Recap } from "../../src/events/event.ts";
import type { Line, TaskResultLine } from "../../src/events/line.ts";
import type { Sshd } from "./sshd.ts";

const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), "../../../bin/provision.js");
const folders = realpathSync(mkdtempSync(join(tmpdir(), "provision-ssh-tests-")));
process.once("exit", () => rmSync(folders, { recursive: true, force: true }));

/** A result of a task; the fields of `result` depend on the module. */
export interface RecordedResult extends Omit<TaskResultLine, "result"> {
  readonly result: Readonly<Record<string, unknown>>;
}

export interface Run {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly events: readonly Line[];
  /** Results of the task with that name, in order. */
  results(task: string): RecordedResult[];
  /** The status of the task's first result. */
  status(task: string): string | undefined;
  readonly recap: Recap["hosts"];
}

/** A run in progress. */
export interface Running {
  readonly child: ChildProcess;
  readonly done: Promise<Run>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** In a process group of its own. */
  readonly detached?: boolean;
  /** What it reads from standard input. */
  readonly input?: string;
  /** A command line that starts the program: its words precede `node`. */
  readonly under?: readonly string[];
}

/** Creates a folder with these files. */
export function project(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(folders, "project-"));
  for (const [name, content] of Object.entries({ "home/.keep": "", ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    // Keys that others can read are refused.
    writeFileSync(join(folder, name), content, { mode: name.includes("/.ssh/id_") ? 0o600 : 0o644 });
  }
  return folder;
}

/** Runs the real program with --json in the folder; resolves when it has ended. */
export function provision(folder: string, args: readonly string[] = [], options: StartOptions = {}): Promise<Run> {
  return start(folder, args, options).done;
}

/** The words that start the program on the playbook `site.yaml`. */
export function programOf(): readonly string[] {
  return [process.execPath, PROGRAM, "site.yaml"];
}

export function start(folder: string, args: readonly string[] = [], options: StartOptions = {}): Running {
  const words = [...(options.under ?? []), ...programOf(), "--json", ...args];
  const child = spawn(words[0] ?? "", words.slice(1), {
    cwd: folder,
    // Local connections of tests that run in parallel must not wait for each other's lock.
    env: {
      PATH: process.env["PATH"],
      HOME: join(folder, "home"),
      PROVISION_LOCK_FOLDER: folder,
      ...options.env,
    },
    stdio: ["pipe", "pipe", "pipe"],
    detached: options.detached ?? false,
  });
  child.stdin.end(options.input ?? "");
  const lines: string[] = [];
  const stdout = createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const read = once(stdout, "close");
  const done = once(child, "close").then(async ([exit]): Promise<Run> => {
    await read;
    return runOf(exit as number | null, lines, stderr);
  });
  return { child, done };
}

function runOf(exit: number | null, lines: readonly string[], stderr: string): Run {
  // Other lines are left to tests that read `stdout`.
  const events = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Line);
  const results = (task: string) =>
    // The results of all modules that tests run are objects.
    events.filter((event) => event.event === "task_result" && event.task === task) as RecordedResult[];
  const recap = events.find((event): event is Recap => event.event === "recap");
  return {
    exit,
    stdout: lines.join("\n"),
    stderr,
    events,
    results,
    status: (task) => results(task)[0]?.status,
    recap: recap?.hosts ?? {},
  };
}

export interface Entry {
  readonly sshd?: Pick<Sshd, "port" | "keyFile" | "knownHostsFile">;
  readonly vars?: Readonly<Record<string, unknown>>;
}

/** An inventory of these hosts, as JSON, which is valid YAML. */
export function inventory(hosts: Readonly<Record<string, Entry>>): string {
  const entries = Object.entries(hosts).map(([name, { sshd, vars }]) => {
    const login = sshd && { port: sshd.port, private_key_file: sshd.keyFile, known_hosts_file: sshd.knownHostsFile };
    return [name, { address: "127.0.0.1", ...login, ...vars }] as const;
  });
  return JSON.stringify({ all: { hosts: Object.fromEntries(entries) } });
}

/** A play with these tasks on all hosts; `keys` are other keys of the play. */
export function play(tasks: string, keys = ""): string {
  const indent = (text: string, by: number) => text.replace(/^(?=.)/gm, " ".repeat(by));
  return `- name: Test\n  hosts: all\n${indent(keys.trim(), 2)}\n  tasks:\n${indent(tasks.trim(), 4)}\n`;
}

/** A project with one host and one play. */
export function site(
  sshd: Sshd,
  tasks: string,
  more: Readonly<Record<string, string | Buffer>> = {},
  keys = "",
): string {
  return project({ "inventory.yaml": inventory({ one: { sshd } }), "site.yaml": play(tasks, keys), ...more });
}

/** Polls until a condition holds; fails if it does not within 20 s. */
export async function eventually(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    if (holds()) return;
    await sleep(20);
  }
  throw new Error(`this did not happen within 20 s: ${what}`);
}

/** What provision has left in a target's state folder, which should be empty after a run. */
export function leftovers({ state }: Sshd): string[] {
  return ["lock", "run", "pending"].filter((name) => existsSync(join(state, name)));
}

/** The text of a file; undefined if it does not exist. */
export function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
