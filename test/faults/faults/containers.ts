import type { Fault } from "../fault.ts";
import { onServer } from "../target/on-server.ts";

const IMAGE = "node:20.19.2-slim";
const PORT = 18090;
const REGISTRY = "OUTPUT -p tcp --dport 5000 -j REJECT --reject-with tcp-reset";

/** Docker on the server. */
export const CONTAINER_FAULTS: readonly Fault[] = [
  {
    name: "docker-restarted",
    containers: true,
    during: "Start the containers",
    allowed: { exits: [1, 0], codes: ["modules/.*"] },
    arm({ server, random }) {
      // The first events: the network is made, the container created, connected, started, its health checked.
      const events = random.int(5);
      return {
        inject: () => undefined,
        follow: onServer(
          server,
          `${events > 0 ? `timeout 20 docker events --since 0s | head -n ${events} >/dev/null;` : ""} systemctl restart docker`,
        ),
        mend: onServer(server, "systemctl start docker"),
      };
    },
  },
  {
    name: "image-unavailable",
    containers: true,
    allowed: { exits: [1, 0], codes: ["modules/.*"] },
    arm: ({ server }) => ({
      inject: onServer(
        server,
        `iptables -A ${REGISTRY}; docker tag ${IMAGE} kept:1 2>/dev/null; docker image rm -f ${IMAGE} >/dev/null 2>&1; true`,
      ),
      mend: onServer(server, `iptables -D ${REGISTRY}; docker image rm -f kept:1; true`),
    }),
  },
  {
    name: "port-taken",
    containers: true,
    allowed: { exits: [1, 0], codes: ["modules/.*"] },
    arm: ({ server }) => ({
      inject: onServer(
        server,
        `systemd-run --unit faults-squatter systemd-socket-activate -l 127.0.0.1:${PORT} /bin/cat`,
      ),
      mend: onServer(server, "systemctl stop faults-squatter; systemctl reset-failed; true"),
    }),
  },
];
