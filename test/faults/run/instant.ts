import type { Random } from "../../fuzz/random.ts";
import type { Direction, Network } from "../network/network.ts";
import type { Client } from "./client.ts";

/** A point of a run's progress: a line of --json, the start of a task, or a byte on the network. */
export type Instant =
  | { readonly is: "line"; readonly number: number }
  | { readonly is: "task"; readonly name: string }
  | { readonly is: "byte"; readonly towards: Direction; readonly number: number };

/** How long a run without a fault is. */
export interface RunSize {
  readonly lines: number;
  readonly bytes: Readonly<Record<Direction, number>>;
}

/** A point of the run, the same for the same random numbers. */
export function instantOf(random: Random, { lines, bytes }: RunSize): Instant {
  const towards = random.pick<Direction>(["server", "client"]);
  if (random.once(2)) return { is: "byte", towards, number: 1 + random.int(Math.floor(bytes[towards] * 0.95)) };
  return { is: "line", number: 1 + random.int(lines - 2) };
}

/** Resolves, with the network held, when the run gets there; to false if it ends before. */
export function reaches(client: Client, network: Network, instant: Instant): Promise<boolean> {
  const reached = new Promise<boolean>((resolve) => {
    if (instant.is === "byte") {
      network.onByte(instant.towards, instant.number, () => resolve(true));
      return;
    }
    client.onLine((line) => {
      const isIt =
        instant.is === "line"
          ? client.lines.length === instant.number
          : line.event === "task_start" && line.task === instant.name;
      if (!isIt) return;
      network.hold();
      resolve(true);
    });
  });
  return Promise.race([reached, client.done.then(() => false)]);
}

/** For reports. */
export function showInstant(instant: Instant): string {
  switch (instant.is) {
    case "line":
      return `line ${instant.number} of --json`;
    case "task":
      return `the task "${instant.name}"`;
    case "byte":
      return `byte ${instant.number} to the ${instant.towards}`;
  }
}
