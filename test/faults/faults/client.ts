import type { Fault } from "../fault.ts";

/** The client is ended by a signal. The run may also end before the signal arrives. */
function signalled(name: string, signal: NodeJS.Signals, exit: number | NodeJS.Signals): Fault {
  return {
    name,
    allowed: { exits: [exit, 0], codes: ["shell/interrupted"] },
    arm: () => ({ inject: ({ child }) => void child.kill(signal) }),
  };
}

/** The client is killed, or interrupted by each signal that it handles. */
export const CLIENT_FAULTS: readonly Fault[] = [
  signalled("client-sigkill", "SIGKILL", "SIGKILL"),
  signalled("client-sigint", "SIGINT", 130),
  signalled("client-sigterm", "SIGTERM", 143),
  signalled("client-sighup", "SIGHUP", 129),
];
