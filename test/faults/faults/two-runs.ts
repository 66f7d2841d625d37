import type { Fault, Surroundings } from "../fault.ts";
import type { Client, Launch } from "../run/client.ts";
import { GO } from "../target/reset.ts";

/** Another run begins while the first is at work. It waits, or gives up because of the lock. */
function together(name: string, launchOther: (surroundings: Surroundings) => Launch): Fault {
  return {
    name,
    allowed: { exits: [0] },
    arm(surroundings) {
      let other: Client | undefined;
      return {
        launch: { args: ["-e", "seconds_of_work=until-go"] },
        inject() {
          other = surroundings.startOther(launchOther(surroundings));
        },
        // The command of the first run goes on when the other one has met the lock.
        async follow() {
          if (other) await Promise.race([meetsLock(other), other.done]);
          await surroundings.server.exec(GO);
        },
      };
    },
  };
}

function meetsLock(client: Client): Promise<void> {
  return new Promise((resolve) =>
    client.onLine((line) => {
      const waits = line.event === "warning" && line.code === "shell/waiting-for-lock";
      if (waits || line.event === "task_result") resolve();
    }),
  );
}

const patience = ({ random }: Surroundings): readonly string[] => ["--lock-timeout", String(random.pick([0.1, 60]))];

/** Two runs at once, as the same user and as different ones. */
export const TWO_RUNS: readonly Fault[] = [
  together("two-runs-same-user", (surroundings) => ({ args: patience(surroundings) })),
  together("two-runs-different-users", (surroundings) => ({
    args: ["-e", "ssh_user=operator", "-K", ...patience(surroundings)],
    input: `${surroundings.server.operatorPassword}\n`,
  })),
];
