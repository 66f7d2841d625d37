import { spawn } from "node:child_process";
import { constants } from "node:os";
import { LabError } from "../lab-error.ts";

export type Argv = readonly [program: string, ...args: string[]];

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Sent to standard input, which is empty otherwise. */
  readonly input?: string;
  readonly timeoutMs?: number;
}

const TAIL_LINES = 15;
const NOT_FOUND = 127;

/** Runs a program to its end and never rejects. If the program does not exist, the code is 127, as in a shell. */
export function run(argv: Argv, options: RunOptions = {}): Promise<Outcome> {
  const [program, ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
      env: { ...process.env, ...options.env },
      stdio: "pipe",
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString("utf8");
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", (error) => resolve({ code: NOT_FOUND, stdout: text(out), stderr: error.message }));
    child.on("close", (code, signal) =>
      resolve({ code: exitCode(code, signal), stdout: text(out), stderr: text(err) }),
    );
    // A program may end without reading its input.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
  });
}

/** Runs a program that must succeed, and returns its standard output. Throws a LabError with the end of its output. */
export async function must(argv: Argv, options: RunOptions = {}): Promise<string> {
  const outcome = await run(argv, options);
  if (outcome.code !== 0) throw new LabError(failureText(argv, outcome));
  return outcome.stdout;
}

/** Runs a program on this terminal, and returns its exit code. */
export function attach(argv: Argv, options: Pick<RunOptions, "cwd" | "env"> = {}): Promise<number> {
  const [program, ...args] = argv;
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...options.env };
    const child = spawn(program, args, { ...options, env, stdio: "inherit" });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(exitCode(code, signal)));
  });
}

export function failureText(argv: Argv, outcome: Outcome): string {
  const printed = `${outcome.stdout}\n${outcome.stderr}`.split("\n").filter((line) => line.trim() !== "");
  return [`exit ${outcome.code}: ${argv.join(" ")}`, ...printed.slice(-TAIL_LINES).map((line) => `  ${line}`)].join(
    "\n",
  );
}

function exitCode(code: number | null, signal: NodeJS.Signals | null): number {
  if (code !== null) return code;
  return signal === null ? 1 : 128 + constants.signals[signal];
}
