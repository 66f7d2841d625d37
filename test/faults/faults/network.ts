import type { Fault } from "../fault.ts";
import { onServer } from "../target/on-server.ts";

const LOST = ["connection/lost", "connection/closed", "connection/failed"];
const LOSS = "INPUT -p tcp --dport 22 -m statistic --mode random --probability 0.05 -j DROP";

/** The network between the client and the server. */
export const NETWORK_FAULTS: readonly Fault[] = [
  {
    name: "network-dropped",
    allowed: { exits: [3, 0], codes: LOST },
    arm: ({ network }) => ({ inject: () => network.end("closed") }),
  },
  {
    name: "network-reset",
    allowed: { exits: [3, 0], codes: LOST },
    arm: ({ network }) => ({ inject: () => network.end("reset") }),
  },
  {
    name: "network-cut",
    slow: true,
    allowed: {
      exits: [3, 0],
      codes: [...LOST, "connection/no-answer", "connection/slow-login", "shell/not-started", "shell/sudo-not-started"],
    },
    arm: ({ network }) => ({
      inject: () => undefined,
      // Held again at once: no byte passes until the client has given up.
      follow: () => network.hold(),
      mend: () => network.release(),
    }),
  },
  {
    name: "network-delayed",
    allowed: { exits: [0] },
    arm: ({ network, random }) => ({ inject: () => network.delay(20 + random.int(80)) }),
  },
  {
    name: "network-loss",
    allowed: { exits: [0] },
    arm: ({ server }) => ({
      inject: onServer(server, `iptables -A ${LOSS}`),
      mend: onServer(server, `iptables -D ${LOSS}`),
    }),
  },
];
