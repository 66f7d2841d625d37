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

/** A task's result; its fields are the module's. */
export interface Said extends Omit<TaskResultLine, "result"> {
  readonly result: Readonly<Record<string, unknown>>;
}

export interface Run {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly events: readonly Line[];
  /** Results of the task with that name, in order. */
  results(task: string): Said[];
  /** `ok`, `changed` … of the task's first result. */
  status(task: string): string | undefined;
  readonly recap: Recap["hosts"];
}

/** A run that is under way. */
export interface Running {
  readonly child: ChildProcess;
  /** The first event that fits, as soon as it is said. */
  event(fits: (event: Line) => boolean): Promise<Line>;
  /** Resolves when the task has begun. */
  begun(task: string): Promise<Line>;
  readonly done: Promise<Run>;
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** In a process group of its own. */
  readonly detached?: boolean;
  /** What it reads from standard input. */
  readonly input?: string;
  /** Words before `node`: a program that starts it. */
  readonly under?: readonly string[];
}

/** A new folder with these files. */
export function project(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(folders, "project-"));
  for (const [name, content] of Object.entries({ "home/.keep": "", ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Runs the real program in the folder, its events read from --json; resolves when it has ended. */
export function provision(folder: string, args: readonly string[] = [], around: Surroundings = {}): Promise<Run> {
  return start(folder, args, around).done;
}

export function start(folder: string, args: readonly string[] = [], around: Surroundings = {}): Running {
  const words = [...(around.under ?? []), process.execPath, PROGRAM, "site.yaml", "--json", ...args];
  const child = spawn(words[0] ?? "", words.slice(1), {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: join(folder, "home"), ...around.env },
    stdio: ["pipe", "pipe", "pipe"],
    detached: around.detached ?? false,
  });
  child.stdin.end(around.input ?? "");
  const stdout = createInterface({ input: child.stdout });
  const events: Line[] = [];
  const lines: string[] = [];
  const waiting = new Set<{ fits: (event: Line) => boolean; found: (event: Line) => void }>();
  stdout.on("line", (line) => {
    lines.push(line);
    // What is not an event is seen by the test that reads `stdout`.
    if (!line.startsWith("{")) return;
    const event = JSON.parse(line) as Line;
    events.push(event);
    for (const one of waiting) if (one.fits(event)) one.found(event);
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const read = once(stdout, "close");
  const done = once(child, "close").then(async ([exit]): Promise<Run> => {
    await read;
    return runOf(exit as number | null, lines.join("\n"), stderr, events);
  });
  const event = (fits: (event: Line) => boolean) =>
    new Promise<Line>((resolve, reject) => {
      const past = events.find(fits);
      if (past) resolve(past);
      waiting.add({ fits, found: resolve });
      void done.then((run) => reject(new Error(`the run ended before that event:\n${run.stderr}`)));
    });
  return {
    child,
    event,
    begun: (task) => event((one) => one.event === "task_start" && one.task === task),
    done,
  };
}

function runOf(exit: number | null, stdout: string, stderr: string, events: readonly Line[]): Run {
  const results = (task: string) =>
    // Only pure values have another shape, and they are not asked for.
    events.filter((event) => event.event === "task_result" && event.task === task) as Said[];
  const recap = events.find((event): event is Recap => event.event === "recap");
  return {
    exit,
    stdout,
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

/** An inventory of these hosts: JSON is YAML, too. */
export function inventory(hosts: Readonly<Record<string, Entry>>): string {
  const entries = Object.entries(hosts).map(([name, { sshd, vars }]) => {
    const login = sshd && { port: sshd.port, private_key_file: sshd.keyFile, known_hosts_file: sshd.knownHostsFile };
    return [name, { address: "127.0.0.1", ...login, ...vars }] as const;
  });
  return JSON.stringify({ all: { hosts: Object.fromEntries(entries) } });
}

/** A play of these tasks on all hosts; `keys` are further keys of the play. */
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

/** Waits for a condition that nobody announces; fails when it has not come within 20 s. */
export async function eventually(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    if (holds()) return;
    await sleep(20);
  }
  throw new Error(`this never came: ${what}`);
}

/** What of ours is left on a target: its state folder should be empty after a run. */
export function left({ state }: Sshd): string[] {
  return ["lock", "run", "pending"].filter((name) => existsSync(join(state, name)));
}

/** The text of a file; undefined where there is none. */
export function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
