import { spawn } from "node:child_process";
import { once } from "node:events";

/** What GNU time says of one process. */
export interface Usage {
  /** Seconds. */
  readonly wall: number;
  /** Processor time in seconds, of the program and of the system for it. */
  readonly cpu: number;
  readonly mebibytes: number;
}

/** Runs a program with Node.js under GNU time. Throws with its last output if it ends with another status than 0. */
export async function usageOf(program: string, args: readonly string[], cwd: string): Promise<Usage> {
  const argv = ["-f", "usage %e %U %S %M", process.execPath, program, ...args];
  const child = spawn("/usr/bin/time", argv, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  let text = "";
  child.stderr.on("data", (chunk: Buffer) => (text = (text + chunk.toString()).slice(-4000)));
  const [code] = (await once(child, "close")) as [number | null];
  const [, wall, user, system, kib] = /usage (\S+) (\S+) (\S+) (\S+)/.exec(text) ?? [];
  if (code !== 0 || wall === undefined) throw new Error(`${argv.join(" ")} ended with ${String(code)}:\n${text}`);
  return { wall: Number(wall), cpu: Number(user) + Number(system), mebibytes: Number(kib) / 1024 };
}
