import type { Fault } from "../fault.ts";
import { APP } from "../target/files.ts";
import { onServer } from "../target/on-server.ts";

const FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
const STATE = "/var/lib/provision";
const LOST = ["connection/lost", "connection/closed", "connection/refused", "connection/failed"];
const FAILED = ["modules/.*", "run/command-failed", "shell/handler-not-kept", "shell/state-folder"];

/** The server itself: it is booted, its disk is full or read-only, its clock jumps. */
export const SERVER_FAULTS: readonly Fault[] = [
  {
    name: "server-rebooted",
    // A server that shuts down first ends commands, and starts no more units.
    allowed: {
      exits: [3, 1, 0],
      codes: [...LOST, ...FAILED, "shell/ended", "connection/no-answer", "connection/no-route"],
    },
    arm: ({ server }) => ({
      inject: onServer(server, "systemctl reboot"),
      mend: () => server.awaitBoot(),
    }),
  },
  {
    name: "disk-full",
    allowed: { exits: [1, 0], codes: FAILED },
    async arm({ server, random }) {
      const folder = random.pick([APP, STATE]);
      await server.exec(`mkdir -p ${folder} && cp -a ${folder} /run/kept && mount -t tmpfs -o size=16m,mode=0755 none ${folder} &&
cp -a /run/kept/. ${folder} && rm -r /run/kept`);
      return {
        inject: onServer(server, `head -c 32m /dev/zero >${folder}/filler 2>/dev/null; true`),
        mend: onServer(server, `rm -f ${folder}/filler`),
      };
    },
  },
  {
    name: "disk-read-only",
    allowed: { exits: [1, 0], codes: FAILED },
    async arm({ server, random }) {
      const folder = random.pick([APP, STATE]);
      await server.exec(`mkdir -p ${folder} && mount --bind ${folder} ${folder}`);
      // As long as a file is open for writing, the mount is busy.
      const make = (how: string) => `until mount -o remount,bind,${how} ${folder} 2>/dev/null; do sleep 0.01; done`;
      return {
        inject: onServer(server, `timeout 5 sh -c '${make("ro")}' || mount -o remount,bind,ro ${folder}`),
        mend: onServer(server, make("rw")),
      };
    },
  },
  {
    name: "clock-jumps",
    allowed: { exits: [0] },
    async arm({ server, random }) {
      const jump = random.pick(["-400d", "-2h", "+90s", "+2h", "+400d"]);
      const ready = await server.exec(
        `[ -e ${FAKETIME} ] || { apt-get update -qq && apt-get install -y -qq --no-install-recommends libfaketime; } >/dev/null
[ -e ${FAKETIME} ] && echo +0 >/etc/faketimerc && echo ${FAKETIME} >/etc/ld.so.preload`,
      );
      if (ready.code !== 0) throw new Error(`libfaketime cannot be installed: ${ready.stderr}`);
      return {
        // Processes that start from now on see the new time.
        inject: onServer(server, `echo ${jump} >/etc/faketimerc`),
        mend: onServer(server, "rm -f /etc/ld.so.preload /etc/faketimerc"),
      };
    },
  },
];
