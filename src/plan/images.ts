import { planFault } from "../errors/catalogue/plan.ts";
import { nearest } from "../errors/nearest.ts";
import type { Fault } from "../errors/fault.ts";
import type { LoadedProject } from "../inventory/load-project.ts";
import { sortFaults } from "../load/names.ts";
import type { Host } from "../model/host.ts";
import { declaredOn, settersOfKey, textAt, type Entry } from "./declared.ts";
import type { Plan } from "./plan.ts";
import { placesOf } from "./setters.ts";

/** An image whose tag can be locked, and the hosts that run it. */
export interface LockableImage {
  readonly image: string;
  readonly hosts: readonly Host[];
}

/** The images that the roles declare for the hosts of the plan, but for those that are named by a digest; sorted. */
export function lockableImages(loaded: LoadedProject, plan: Plan): { images: LockableImage[]; faults: Fault[] } {
  const hosts = new Map<string, Host[]>();
  const faults: Fault[] = [];
  for (const { host, entries } of declaredOn(loaded, plan)) {
    for (const entry of entries.filter(({ list }) => list === "images")) {
      const image = imageIn(entry);
      if (image === undefined) faults.push(unknownImage(entry, host));
      else if (!hasDigest(image)) hosts.set(image, [...(hosts.get(image) ?? []), host]);
    }
  }
  const sorted = [...hosts].sort(([one], [other]) => (one < other ? -1 : 1));
  return { images: sorted.map(([image, on]) => ({ image, hosts: [...new Set(on)] })), faults: sortFaults(faults) };
}

/** Faults of images that the roles of the plan deploy, but that the lock file lacks. Without a lock file there are none. */
export function lockFaults(loaded: LoadedProject, plan: Plan): Fault[] {
  const { digests, name } = loaded.imageLock;
  if (!digests) return [];
  const faults = declaredOn(loaded, plan).flatMap(({ host, entries }) => {
    const roles = rolesThatDeploy(plan, host);
    return entries
      .filter(({ list, role }) => list === "images" && roles.has(role))
      .flatMap((entry): Fault[] => {
        const image = imageIn(entry);
        if (image === undefined) return [unknownImage(entry, host)];
        if (hasDigest(image) || digests.has(image)) return [];
        return [
          planFault("plan/image-not-locked", { image, lock: name, locked: relative(image, digests) }, places(entry)),
        ];
      });
  });
  const seen = new Set<string>();
  // One variable is wrong on all hosts that have it.
  return sortFaults(faults).filter(({ message }) => !seen.has(message) && seen.add(message));
}

/** The names of the roles whose tasks, not only verifications, the plan runs on a host. */
function rolesThatDeploy({ plays }: Plan, host: Host): ReadonlySet<string> {
  const own = plays.filter(({ batches }) => batches.some((batch) => batch.includes(host)));
  const tasks = own.flatMap(({ segments }) => segments.flatMap((segment) => segment.tasks));
  const deploying = tasks.flatMap(({ stage, role }) =>
    stage === "task" && role && (role.only === undefined || role.only === "tasks") ? [role.role.name] : [],
  );
  return new Set(deploying);
}

/** The same image with another tag. */
function relative(image: string, digests: ReadonlyMap<string, string>): string | undefined {
  const repository = (name: string) => name.replace(/:[^:/]*$/, "");
  const same = [...digests.keys()].filter((name) => repository(name) === repository(image));
  return nearest(image, same) ?? same[0];
}

function imageIn(entry: Entry): string | undefined {
  const value = entry.value("image");
  return typeof value === "string" && value !== "" ? value : undefined;
}

const hasDigest = (image: string): boolean => image.includes("@");

function unknownImage(entry: Entry, host: Host): Fault {
  const user = textAt(entry, "for") || entry.role;
  return planFault("plan/image-unknown", { user, host: host.name }, places(entry));
}

const places = (entry: Entry) => placesOf(settersOfKey(entry, "image"));
