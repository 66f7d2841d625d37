import type { BatchSize, Order, Play } from "../load/project.ts";
import type { Host } from "../model/host.ts";

/** The hosts of a play in its order and its batches. The last size is repeated until all hosts have a batch. */
export function batchesOf(hosts: readonly Host[], { serial, order }: Pick<Play, "serial" | "order">): Host[][] {
  const left = inOrder(hosts, order);
  const batches: Host[][] = [];
  while (left.length > 0) {
    const size = serial[Math.min(batches.length, serial.length - 1)];
    batches.push(left.splice(0, size ? countOf(size, hosts.length) : left.length));
  }
  return batches;
}

/** At least one host, as in Ansible. */
function countOf(size: BatchSize, all: number): number {
  return "hosts" in size ? size.hosts : Math.max(1, Math.floor((size.percent * all) / 100));
}

function inOrder(hosts: readonly Host[], order: Order): Host[] {
  const byName = () => hosts.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  switch (order) {
    case "inventory":
      return [...hosts];
    case "reverse_inventory":
      return hosts.toReversed();
    case "sorted":
      return byName();
    case "reverse_sorted":
      return byName().reverse();
    case "shuffle":
      return shuffled(hosts);
  }
}

function shuffled(hosts: readonly Host[]): Host[] {
  const keyed = hosts.map((host) => ({ host, key: Math.random() }));
  return keyed.sort((one, other) => one.key - other.key).map(({ host }) => host);
}
