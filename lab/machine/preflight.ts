import type { MachineFacts } from "./facts.ts";

/** The resources that a lab requires. */
export interface Demand {
  readonly memoryMiB: number;
  readonly diskMiB: number;
  /** The first three numbers of the lab's /24; undefined if its network already exists. */
  readonly prefix: string | undefined;
}

/** The reasons why this machine cannot run the lab, each with what to do. */
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
    (fault) => `${fault} Set PROVISION_LAB_CACHE to another folder.`,
  );
}

function shortage(what: string, has: number, needs: number): string[] {
  return has >= needs ? [] : [`Not enough ${what}: ${needs} MiB are needed, and ${has} MiB are free.`];
}

function networkFaults(machine: MachineFacts, { prefix }: Demand): string[] {
  const taken = machine.addresses.filter((address) => prefix !== undefined && address.startsWith(`${prefix}.`));
  return taken.map(
    (address) =>
      `The lab's network ${prefix ?? ""}.0/24 is already in use on this machine (${address}). Set PROVISION_LAB_PREFIX to another.`,
  );
}
