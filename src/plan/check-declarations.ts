import { planFault } from "../errors/catalogue/plan.ts";
import type { Fault } from "../errors/fault.ts";
import type { LoadedProject } from "../inventory/load-project.ts";
import { sortFaults } from "../load/names.ts";
import { mibOf, SIZE_PATTERN } from "../model/size.ts";
import type { Host } from "../model/host.ts";
import { Unknown } from "../model/unknown.ts";
import type { Value } from "../model/value.ts";
import { declaredOn, settersOfKey, textAt, type Entry } from "./declared.ts";
import type { Plan } from "./plan.ts";
import { placesOf, type Setter } from "./setters.ts";

/**
 * Faults of what roles declare under `provides` (`ports`, and `memory` with a `heap`) that no server could fulfil. Only values that are
 * known before the run are checked; the role `preflight` compares the others with the server.
 */
export function declarationFaults(loaded: LoadedProject, plan: Plan): Fault[] {
  return sortFaults(
    declaredOn(loaded, plan).flatMap(({ host, entries }) => [...portConflicts(entries, host), ...heapFaults(entries)]),
  );
}

function portConflicts(entries: readonly Entry[], host: Host): Fault[] {
  const ports = entries.filter((entry) => entry.list === "ports" && textAt(entry, "port") !== "");
  return ports.flatMap((second, index) =>
    ports
      .slice(0, index)
      .filter((first) => textAt(first, "port") === textAt(second, "port") && overlap(first, second))
      .map((first) => {
        const setters = [...settersOfKey(first, "port"), ...settersOfKey(second, "port")];
        const users = { first: textAt(first, "for"), second: textAt(second, "for"), variables: namesOf(setters) };
        const parameters = { host: host.name, port: textAt(second, "port"), ...users };
        return planFault("plan/port-conflict", parameters, placesOf(setters));
      }),
  );
}

/** Whether two programs that listen on the same port exclude each other: without an address, a program takes all. */
function overlap(first: Entry, second: Entry): boolean {
  const [one, other] = [first.value("address"), second.value("address")];
  if (one instanceof Unknown || other instanceof Unknown) return false;
  return isEvery(one) || isEvery(other) || one === other;
}

const isEvery = (address: Value | undefined): boolean =>
  address === undefined || address === null || address === "" || address === "0.0.0.0" || address === "::";

function heapFaults(entries: readonly Entry[]): Fault[] {
  return entries.flatMap((entry) => {
    const [heap, size] = [entry.value("heap"), entry.value("size")];
    if (!isSize(heap) || !isSize(size) || mibOf(heap) < mibOf(size)) return [];
    const [lower, raise] = [settersOfKey(entry, "heap"), settersOfKey(entry, "size")];
    const parameters = { user: textAt(entry, "for"), heap, size, lower: namesOf(lower), raise: namesOf(raise) };
    return [planFault("plan/heap-too-large", parameters, placesOf([...lower, ...raise]))];
  });
}

const namesOf = (setters: readonly Setter[]): string[] => setters.map(({ name }) => name);

function isSize(value: Value | undefined): value is string {
  return typeof value === "string" && new RegExp(SIZE_PATTERN).test(value);
}
