import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import type { ProgramOutput, RunProgram } from "../../inventory/sources/program.ts";
import type { Io } from "../io.ts";
import { SHOWN_CHARACTERS, shownLines } from "./shown-lines.ts";

/** Limits of one call of an inventory's program. */
interface Limits {
  readonly seconds: number;
  readonly bytes: number;
}

const LIMITS: Limits = { seconds: 60, bytes: 16 * 1024 * 1024 };

/** Runs programs that print inventories, each call once, in the project's folder and without the key to the secrets. */
export function inventoryPrograms({ cwd, env }: Pick<Io, "cwd" | "env">, limits = LIMITS): RunProgram {
  const calls = new Map<string, Promise<ProgramOutput>>();
  const passed = { ...env, PROVISION_AGE_KEY: undefined };
  return (file, args) => {
    const key = [file, ...args].join("\0");
    const call =
      calls.get(key) ?? runOnce(spawn(file, args, { cwd, env: passed, stdio: ["ignore", "pipe", "pipe"] }), limits);
    calls.set(key, call);
    return call;
  };
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

function runOnce(child: Child, { seconds, bytes }: Limits): Promise<ProgramOutput> {
  return new Promise((resolve) => {
    const output: Buffer[] = [];
    let size = 0;
    let messages = "";
    const end = (result: ProgramOutput) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(result);
    };
    const fail = (problem: string, hint: string) => {
      end({ is: "failed", problem, hint, details: shownLines(messages) });
    };
    const timer = setTimeout(
      () =>
        fail(
          `did not end within ${seconds} s`,
          "Make it faster, or write its output into a file and name that with -i.",
        ),
      seconds * 1000,
    );
    child.on("error", (error: NodeJS.ErrnoException) => fail(...startProblem(error)));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      messages = (messages + text).slice(-SHOWN_CHARACTERS);
    });
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > bytes)
        fail(
          `printed more than ${bytes / 1024 / 1024} MiB`,
          "Let it print only the hosts and variables that are needed.",
        );
      else output.push(chunk);
    });
    child.on("close", (code, signal) => {
      if (code === 0) end({ is: "output", text: Buffer.concat(output).toString("utf8") });
      else
        fail(
          code === null ? `was ended by ${String(signal)}` : `failed with exit code ${code}`,
          "Run it by hand to see why it fails.",
        );
    });
  });
}

function startProblem({ code = "unknown" }: NodeJS.ErrnoException): [string, string] {
  const interpreter =
    "Write the program that runs it into its first line, such as `#!/usr/bin/env python3`, and install that program.";
  if (code === "ENOEXEC" || code === "ENOENT") return ["cannot be started", interpreter];
  if (code === "EACCES")
    return ["cannot be started: permission denied", "Run `chmod +x` on it, and check the mount option noexec."];
  return [`cannot be started: ${code}`, "Run it by hand to see why it fails."];
}
