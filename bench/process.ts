import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a process cost, with those that it has waited for. */
export interface Spent {
  /** Milliseconds from start to end. */
  readonly wall: number;
  /** Milliseconds of processor time. */
  readonly cpu: number;
  /** Resident memory of the largest process, at most. */
  readonly mebibytes: number;
}

/** Milliseconds from start to end of the process. Throws with its last output if it fails. */
export async function timed({ argv, cwd, env }: Command): Promise<number> {
  const [program, ...args] = argv;
  const began = performance.now();
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const closed = once(child, "close");
  let output = "";
  const listen = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000));
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  // A connection that Ansible leaves open holds the output open, too.
  const [code] = (await once(child, "exit")) as [number | null];
  const wall = performance.now() - began;
  if (code === 0) {
    child.stdout.destroy();
    child.stderr.destroy();
  }
  await closed;
  if (code !== 0) throw new Error(`${argv.join(" ")} ended with ${String(code)}:\n${output}`);
  return wall;
}

/** Runs a process under GNU time. Throws with its last output if it fails. */
export async function spent({ argv, ...rest }: Command): Promise<Spent> {
  const folder = await mkdtemp(join(tmpdir(), "provision-spent-"));
  try {
    const wall = await timed({ ...rest, argv: ["/usr/bin/time", "-o", `${folder}/time`, "-f", "%U %S %M", ...argv] });
    const [user, system, kib] = (await readFile(`${folder}/time`, "utf8")).split(" ").map(Number);
    return { wall, cpu: 1000 * ((user ?? 0) + (system ?? 0)), mebibytes: (kib ?? 0) / 1024 };
  } finally {
    await rm(folder, { recursive: true });
  }
}
