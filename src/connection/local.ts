import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { AFTER_EXIT_MS, type Channel, type Ending, type Transport } from "./transport.ts";

/** A connection to the machine that provision runs on, without a network. */
export function openLocal(): Transport {
  const running = new Set<Channel>();
  return {
    async exec(command) {
      const channel = await start(command);
      running.add(channel);
      void channel.ended.then(() => running.delete(channel));
      return channel;
    },
    dial: (address, port) => connect({ host: address, port }),
    close() {
      for (const channel of running) channel.destroy();
    },
  };
}

/** Rejects if no process can be started. */
async function start(command: string): Promise<Channel> {
  // In its own process group: Ctrl-C at the terminal must reach only provision, which lets the running task finish.
  const child = spawn("/bin/sh", ["-c", command], { stdio: ["pipe", "pipe", "pipe"], detached: true });
  await once(child, "spawn");
  // A write to a command that has ended must not raise an unhandled error; `ended` reports the end.
  child.stdin.on("error", () => undefined);
  child.once("exit", () => setTimeout(() => destroy(), AFTER_EXIT_MS).unref());
  const destroy = () => {
    child.stdin.destroy();
    child.stdout.destroy();
    child.stderr.destroy();
  };
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended: once(child, "close").then(([code, signal]): Ending => {
      return typeof code === "number" ? { exit: code } : { signal: String(signal) };
    }),
    destroy,
    kill() {
      endGroup(child.pid);
      destroy();
    },
  };
}

/** Ends a process group, unless it has ended. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended, or has become another user's.
  }
}
