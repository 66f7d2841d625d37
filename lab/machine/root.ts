import { must, run, type Argv, type RunOptions } from "./process.ts";

const isRoot = process.getuid?.() === 0;
const SUDO = ["sudo", "-n"] as const;

/** The same command with root's rights, by sudo where this is another user. */
export function asRoot(argv: Argv): Argv {
  return isRoot ? argv : [SUDO[0], SUDO[1], ...argv];
}

let answer: Promise<boolean> | undefined;

/** Whether root's rights can be had without asking anyone. Found out once: it can take sudo seconds to say no. */
export function canBeRoot(): Promise<boolean> {
  answer ??= isRoot ? Promise.resolve(true) : sudoWorks();
  return answer;
}

async function sudoWorks(): Promise<boolean> {
  return (await run([...SUDO, "true"], { timeoutMs: 3000 })).code === 0;
}

export const mustAsRoot = (argv: Argv, options: RunOptions = {}): Promise<string> => must(asRoot(argv), options);
export const runAsRoot = (argv: Argv, options: RunOptions = {}) => run(asRoot(argv), options);
