import type { MachineFacts } from "./facts.ts";

/** What a lab is going to take. */
export interface Demand {
  readonly memoryMiB: number;
  readonly diskMiB: number;
  /** The /24's first three numbers, or nothing where the lab's network is there already. */
  readonly prefix: string | undefined;
}

/** Why this machine cannot carry the lab: one sentence each, with what to do. */
export function faultsOf(machine: MachineFacts, demand: Demand): string[] {
  if (machine.platform !== "linux" || machine.arch !== "x64") {
    return [`The lab runs on Linux on x86-64; this is ${machine.platform} on ${machine.arch}.`];
  }
  return [
    ...shortage("memory", machine.freeMemoryMiB, demand.memoryMiB),
    ...diskFaults(machine, demand),
    ...networkFaults(machine, demand),
  ];
}

function diskFaults(machine: MachineFacts, demand: Demand): string[] {
  return shortage("disk space for the lab's cache", machine.freeDiskMiB, demand.diskMiB).map(
    (fault) => `${fault} PROVISION_LAB_CACHE names another folder.`,
  );
}

function shortage(what: string, has: number, wants: number): string[] {
  return has >= wants ? [] : [`Too little ${what}: ${wants} MiB are needed, ${has} MiB are free.`];
}

function networkFaults(machine: MachineFacts, { prefix }: Demand): string[] {
  const taken = machine.addresses.filter((address) => prefix !== undefined && address.startsWith(`${prefix}.`));
  return taken.map(
    (address) =>
      `The lab's network ${prefix ?? ""}.0/24 is in use here (${address}). PROVISION_LAB_PREFIX names another.`,
  );
}
