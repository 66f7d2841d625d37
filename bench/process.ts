import { spawn } from "node:child_process";
import { once } from "node:events";
import { performance } from "node:perf_hooks";

export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Milliseconds from start to end of the process. Throws with its last output if it fails. */
export async function timed({ argv, cwd, env }: Command): Promise<number> {
  const [program, ...args] = argv;
  const began = performance.now();
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const listen = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000));
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${argv.join(" ")} ended with ${String(code)}:\n${output}`);
  return performance.now() - began;
}
