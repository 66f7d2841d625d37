import type { Fault, Surroundings } from "../fault.ts";
import type { Launch } from "../run/client.ts";

/** Another run begins while the first is at work. It waits, or gives up because of the lock. */
function together(name: string, other: (surroundings: Surroundings) => Launch): Fault {
  return {
    name,
    allowed: { exits: [0] },
    arm: (surroundings) => ({
      inject: () => void surroundings.startOther(other(surroundings)),
    }),
  };
}

/** Two runs at once, as the same user and as different ones. */
export const TWO_RUNS: readonly Fault[] = [
  together("two-runs-same-user", ({ random }) => ({ args: ["--lock-timeout", String(random.pick([0.1, 60]))] })),
  together("two-runs-different-users", ({ random, server }) => ({
    args: ["-e", "ssh_user=operator", "-K", "--lock-timeout", String(random.pick([0.1, 60]))],
    input: `${server.operatorPassword}\n`,
  })),
];
