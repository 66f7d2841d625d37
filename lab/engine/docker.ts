import { must, run, type Outcome, type RunOptions } from "../machine/process.ts";
import { asRoot } from "../machine/root.ts";

/** The classic builder: the other one is a plug-in that distributions leave out. */
const ENV = { DOCKER_BUILDKIT: "0" };

/** Set where the engine's socket is root's only, as on a machine where the lab started the engine by sudo. */
let throughRoot = false;

export function useRoot(): void {
  throughRoot = true;
}

/** The command line of a docker command, for those that run it on a terminal. */
export function dockerArgv(args: readonly string[]): readonly [string, ...string[]] {
  const argv = ["docker", ...args] as const;
  return throughRoot ? asRoot(argv) : argv;
}

const withEnv = (options: RunOptions): RunOptions => ({ ...options, env: { ...ENV, ...options.env } });

/** A docker command that may fail. */
export function tryDocker(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run(dockerArgv(args), withEnv(options));
}

/** A docker command that has to succeed; gives its standard output. */
export function docker(args: readonly string[], options: RunOptions = {}): Promise<string> {
  return must(dockerArgv(args), withEnv(options));
}

/** One trimmed line for each thing listed. */
export async function dockerList(args: readonly string[]): Promise<string[]> {
  const text = await docker(args);
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The engine's own description, or nothing where none answers. */
export async function engineInfo(): Promise<EngineInfo | undefined> {
  const answer = await tryDocker(["info", "--format", "{{json .}}"], { timeoutMs: 10_000 });
  if (answer.code !== 0) return undefined;
  // The engine's documented answer; a client without an engine gives one that has no server version.
  const info = JSON.parse(answer.stdout) as EngineInfo & { ServerVersion?: string };
  return info.ServerVersion === undefined || info.ServerVersion === "" ? undefined : info;
}

/** The parts of `docker info` that the lab reads. */
export interface EngineInfo {
  readonly CgroupVersion: string;
  readonly SecurityOptions: readonly string[] | null;
}
