import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Recap } from "../../../src/events/event.ts";
import type { Line, TaskResultLine } from "../../../src/events/line.ts";

/** How a client is started, beyond what all have in common. */
export interface Launch {
  /** Names the run in what it leaves on the server. */
  readonly id?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A command line that starts the program: its words precede `node`. */
  readonly under?: readonly string[];
  /** The file that its standard output is written to. */
  readonly outputFile?: string;
  readonly input?: string;
}

/** A run that has ended. */
export interface ClientRun {
  readonly id: string;
  readonly exit: number | NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
  readonly lines: readonly Line[];
  readonly results: readonly TaskResultLine[];
  readonly recap: Recap | undefined;
}

/** A run in progress. */
export interface Client {
  readonly child: ChildProcess;
  /** The lines of --json so far. */
  readonly lines: readonly Line[];
  /** Calls back with each line of --json. */
  onLine(listener: (line: Line) => void): void;
  readonly done: Promise<ClientRun>;
}

export interface Start extends Launch {
  readonly id: string;
  /** The program's own file. */
  readonly program: string;
  readonly folder: string;
  readonly home: string;
  readonly temporary: string;
}

/** Runs site.yaml in the folder. */
export function startClient(start: Start): Client {
  const { program, folder, home, temporary, under = [], args = [], outputFile } = start;
  const words = [...under, process.execPath, program, "site.yaml", "--json", "-e", `run=${start.id}`, ...args];
  const output = outputFile === undefined ? "pipe" : openSync(outputFile, "w");
  const child = spawn(words[0] ?? "", words.slice(1), {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: home, TMPDIR: temporary, LANG: "C.UTF-8", ...start.env },
    stdio: ["pipe", output, "pipe"],
  });
  if (typeof output === "number") closeSync(output);
  child.stdin?.on("error", () => undefined).end(start.input ?? "");
  const lines: Line[] = [];
  const listeners: ((line: Line) => void)[] = [];
  const texts: string[] = [];
  const take = (text: string) => {
    texts.push(text);
    const line = parsed(text);
    if (line === undefined) return;
    lines.push(line);
    for (const listener of listeners) listener(line);
  };
  const read = child.stdout ? once(createInterface({ input: child.stdout }).on("line", take), "close") : undefined;
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const done = once(child, "close").then(async ([code, signal]): Promise<ClientRun> => {
    await read;
    if (outputFile !== undefined) readFileSync(outputFile, "utf8").split("\n").forEach(take);
    const exit = (code ?? signal) as number | NodeJS.Signals;
    return runOf(start.id, { exit, stderr, stdout: texts.join("\n"), lines });
  });
  return { child, lines, onLine: (listener) => void listeners.push(listener), done };
}

/** A killed client may leave half a line. */
function parsed(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}

function runOf(id: string, ended: Pick<ClientRun, "exit" | "stdout" | "stderr" | "lines">): ClientRun {
  const { lines } = ended;
  const results = lines.filter((line): line is TaskResultLine => line.event === "task_result");
  return { ...ended, id, results, recap: lines.find((line): line is Recap => line.event === "recap") };
}
