import { must, run, type Argv, type RunOptions } from "./process.ts";

const isRoot = process.getuid?.() === 0;
const SUDO = ["sudo", "-n"] as const;

/** The command with root's rights: through sudo if this user is not root. */
export function asRoot(argv: Argv): Argv {
  return isRoot ? argv : [SUDO[0], SUDO[1], ...argv];
}

let answer: Promise<boolean> | undefined;

/** Whether root's rights are available without a password. Checked once, because sudo can take seconds to fail. */
export function canBeRoot(): Promise<boolean> {
  answer ??= isRoot ? Promise.resolve(true) : sudoWorks();
  return answer;
}

async function sudoWorks(): Promise<boolean> {
  return (await run([...SUDO, "true"], { timeoutMs: 3000 })).code === 0;
}

export const mustAsRoot = (argv: Argv, options: RunOptions = {}): Promise<string> => must(asRoot(argv), options);
export const runAsRoot = (argv: Argv, options: RunOptions = {}) => run(asRoot(argv), options);
