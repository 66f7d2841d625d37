import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../fault.ts";
import { onServer } from "../target/on-server.ts";

/** Process ids on the server, found by a pattern of their command line. */
const pids = (pattern: string) => `$(pgrep -f '${pattern}')`;
const SESSIONS = pids("^sshd-session: ");
const SHORT_MS = 2000;
const LOST = ["connection/lost", "connection/closed", "connection/refused", "connection/failed"];

/** What runs on the server for the client is killed, stopped, or loses its rights. */
export const SESSION_FAULTS: readonly Fault[] = [
  {
    name: "sshd-killed",
    allowed: { exits: [3, 0], codes: LOST },
    arm: ({ server }) => ({
      inject: onServer(server, `kill -KILL ${pids("sshd")}`),
      mend: onServer(server, "systemctl restart ssh"),
    }),
  },
  {
    name: "session-stopped",
    allowed: { exits: [0] },
    arm: ({ server }) => ({
      inject: onServer(server, `kill -STOP ${SESSIONS}`),
      async follow() {
        await sleep(SHORT_MS);
        await server.exec(`kill -CONT ${SESSIONS}`);
      },
    }),
  },
  {
    name: "session-stopped-long",
    slow: true,
    allowed: { exits: [3, 0], codes: LOST },
    arm: ({ server }) => ({
      inject: onServer(server, `kill -STOP ${SESSIONS}`),
      mend: onServer(server, `kill -CONT ${SESSIONS}`),
    }),
  },
  {
    name: "remote-shell-killed",
    allowed: {
      exits: [3, 1, 0],
      codes: ["shell/ended", "shell/lock-lost", "shell/none", "connection/lost", "modules/no-answer"],
    },
    arm({ server, random }) {
      const chosen = 1 + random.int(4);
      return {
        inject: onServer(
          server,
          `kill -KILL $(pgrep -f '^(ba)?sh .*request_key' | sed -n '${chosen}p;$p' | head -n 1)`,
        ),
      };
    },
  },
  {
    name: "sudo-taken-away",
    allowed: { exits: [3, 1, 0], codes: ["shell/sudo-refused", "shell/sudo-password"] },
    arm: ({ server }) => ({
      inject: onServer(server, "mv /etc/sudoers.d/lab /root/sudoers-lab"),
      mend: onServer(server, "[ ! -e /root/sudoers-lab ] || mv /root/sudoers-lab /etc/sudoers.d/lab"),
    }),
  },
];
