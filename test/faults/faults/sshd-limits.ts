import { connect, type Socket } from "node:net";
import type { LabServer } from "../../../lab/api.ts";
import type { Fault } from "../fault.ts";
import { onServer } from "../target/on-server.ts";

/** Sets options of sshd; the result ends that. */
async function configure(server: LabServer, ...options: readonly string[]): Promise<() => Promise<void>> {
  const file = "/etc/ssh/sshd_config.d/a-faults.conf";
  await server.exec(
    `printf '%s\\n' ${options.map((option) => `'${option}'`).join(" ")} >${file}; systemctl reload ssh`,
  );
  return onServer(server, `rm -f ${file}; systemctl reload ssh`);
}

/** sshd allows less than usual, from the beginning of the run. */
export const SSHD_LIMITS: readonly Fault[] = [
  {
    name: "max-sessions-1",
    allowed: { exits: [0] },
    arm: async ({ server }) => ({ mend: await configure(server, "MaxSessions 1") }),
  },
  {
    name: "max-startups",
    allowed: { exits: [0] },
    async arm({ server, network, random }) {
      const undo = await configure(server, "MaxStartups 2:100:2", "PerSourcePenalties no");
      const silent = [0, 1].map(() => connect({ host: server.address, port: 22 }).on("error", () => undefined));
      const refusals = 1 + random.int(2);
      return {
        // The places become free after some attempts.
        launch: { args: ["--timeout", "60"] },
        async follow(client) {
          await Promise.race([attempts(() => network.opened() > refusals), client.done]);
          silent.forEach((socket: Socket) => socket.destroy());
        },
        async mend() {
          silent.forEach((socket: Socket) => socket.destroy());
          await undo();
        },
      };
    },
  },
  {
    name: "forwarding-refused",
    allowed: { exits: [1], codes: ["modules/.*", "connection/.*", "services/.*", "run/.*"] },
    arm: async ({ server }) => ({ mend: await configure(server, "AllowTcpForwarding no") }),
  },
];

function attempts(enough: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!enough()) return;
      clearInterval(timer);
      resolve();
    }, 20);
    timer.unref();
  });
}
