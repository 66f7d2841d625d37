import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";

/** sshd requires the second folder if root runs it. Both are empty in a machine of its own. */
const STATE = "/var/lib/provision";
const PRIVILEGES = "/run/sshd";
const UNSHARE = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"] as const;
/** The first process of a machine adopts those whose parents ended, and a shell that waits takes notice when they end. */
const FIRST = `mount -t tmpfs none ${STATE} && mount -t tmpfs none /run && mkdir ${PRIVILEGES} && "$@" & wait`;

let possible: boolean | undefined;

/** Whether servers can have mounts and process IDs of their own. Only root's can, and not in every container. */
function canBeMachines(): boolean {
  possible ??=
    process.getuid?.() === 0 &&
    spawnSync(UNSHARE[0], [...UNSHARE.slice(1), "mount", "-t", "tmpfs", "none", "/run"]).status === 0;
  return possible;
}

export interface OwnMachine {
  processes(): number | undefined;
  close(): Promise<void>;
}

/** Starts a server that ends with this process. */
export function start(argv: readonly [string, ...string[]]): OwnMachine {
  const own = canBeMachines();
  if (process.getuid?.() === 0) mkdirSync(own ? STATE : PRIVILEGES, { recursive: true });
  const [program, ...args] = own ? ([...UNSHARE, "sh", "-c", FIRST, "sh", ...argv] as const) : argv;
  const child = spawn(program, args, { stdio: "ignore" });
  // unshare ignores a gentler signal.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  return {
    processes: () => (own ? lastId(child) : undefined),
    async close() {
      process.off("exit", kill);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, "close");
      kill();
      await closed;
    },
  };
}

/** Process IDs are given out in order, so that the ID of a new process tells how many there were. Looking takes one ID itself. */
function lastId({ pid }: ChildProcess): number {
  const [first = ""] = readFileSync(`/proc/${pid ?? 0}/task/${pid ?? 0}/children`, "utf8").split(" ");
  looks.set(first, (looks.get(first) ?? 0) + 1);
  const { stdout } = spawnSync("nsenter", ["-t", first, "--pid", "sh", "-c", "echo $$"], { encoding: "utf8" });
  return Number(stdout) - (looks.get(first) ?? 0);
}

const looks = new Map<string, number>();
