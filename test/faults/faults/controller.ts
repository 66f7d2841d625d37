import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { must } from "../../../lab/machine/process.ts";
import type { Fault } from "../fault.ts";

/** The machine on which the client runs has no more memory, descriptors or room for it. */
export const CONTROLLER_FAULTS: readonly Fault[] = [
  {
    name: "client-memory",
    // Node.js ends itself.
    allowed: { exits: ["SIGABRT", "SIGTRAP", 134, 133, 0] },
    arm: ({ random }) => ({
      launch: { env: { NODE_OPTIONS: `--max-old-space-size=${8 + random.int(14)}` } },
    }),
  },
  {
    name: "client-descriptors",
    allowed: {
      exits: [0, 1, 3, 70],
      codes: ["cli/no-descriptors", "connection/no-descriptors"],
    },
    arm: ({ random }) => ({ launch: { under: ["prlimit", `--nofile=${16 + random.int(16)}`] } }),
  },
  {
    name: "controller-disk-full",
    allowed: { exits: [0, 1] },
    async arm({ scratch, random }) {
      const full = join(scratch, "full");
      mkdirSync(full);
      await must(["mount", "-t", "tmpfs", "-o", `size=${4 * (1 + random.int(7))}k`, "none", full]);
      return {
        launch: { outputFile: join(full, "output"), env: { TMPDIR: full } },
        async mend() {
          await must(["umount", full]);
        },
      };
    },
  },
];
