import { must, run, type Outcome, type RunOptions } from "../machine/process.ts";
import { asRoot } from "../machine/root.ts";

/** The classic builder: the newer one is a plug-in that not every distribution has. */
const ENV = { DOCKER_BUILDKIT: "0" };

/** Set if only root may use the engine's socket, for example because the lab started the engine by sudo. */
let throughRoot = false;

export function useRoot(): void {
  throughRoot = true;
}

/** The full command line of a docker command. */
export function dockerArgv(args: readonly string[]): readonly [string, ...string[]] {
  const argv = ["docker", ...args] as const;
  return throughRoot ? asRoot(argv) : argv;
}

const withEnv = (options: RunOptions): RunOptions => ({ ...options, env: { ...ENV, ...options.env } });

/** Runs a docker command that may fail. */
export function tryDocker(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run(dockerArgv(args), withEnv(options));
}

/** Runs a docker command that must succeed, and returns its standard output. */
export function docker(args: readonly string[], options: RunOptions = {}): Promise<string> {
  return must(dockerArgv(args), withEnv(options));
}

/** The trimmed lines that a docker command prints. */
export async function dockerList(args: readonly string[]): Promise<string[]> {
  const text = await docker(args);
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The engine's own description; undefined if none answers. */
export async function engineInfo(): Promise<EngineInfo | undefined> {
  const answer = await tryDocker(["info", "--format", "{{json .}}"], { timeoutMs: 10_000 });
  if (answer.code !== 0) return undefined;
  // The documented output. A client without an engine prints it without a server version.
  const info = JSON.parse(answer.stdout) as EngineInfo & { ServerVersion?: string };
  return info.ServerVersion === undefined || info.ServerVersion === "" ? undefined : info;
}

/** The parts of `docker info` that the lab reads. */
export interface EngineInfo {
  readonly CgroupVersion: string;
  readonly SecurityOptions: readonly string[] | null;
}
