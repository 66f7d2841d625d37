import type { HostCheckArgs } from "./args.ts";
import type { HostState } from "./parse.ts";

type Address = NonNullable<HostCheckArgs["reach"]>[number];

const ADVICE = "check routes, names and firewalls";

/**
 * What is said of the addresses that the host did not reach: those that it must reach, or with `required: false` those that it should.
 * One line names all ports of a host that failed in the same way.
 */
export function unreached(reach: readonly Address[], { unreachable }: HostState, required: boolean): string[] {
  const ports = new Map<string, number[]>();
  for (const [index, { host, port, required: isRequired = true, advice = ADVICE }] of reach.entries()) {
    const why = unreachable.get(index);
    if (why === undefined || isRequired !== required) continue;
    const key = JSON.stringify([host, `not reached from here (${why}); ${advice}`]);
    ports.set(key, [...(ports.get(key) ?? []), port]);
  }
  return [...ports].map(([key, numbers]) => {
    const [host, outcome] = JSON.parse(key) as [string, string];
    return `${host} ${numbers.length > 1 ? "ports" : "port"} ${numbers.toSorted((a, b) => a - b).join(", ")}: ${outcome}`;
  });
}
