import { lstat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { kindOf } from "../../disk/read-file.ts";
import { runFault } from "../../errors/catalogue/run.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Scope } from "../../language/scope-interface.ts";
import type { Task } from "../../load/project.ts";
import type { ReceivedFile } from "../../module/content.ts";
import { contentAt } from "../task/source.ts";
import { store, type Place } from "./store.ts";

/** What the arguments say of a file that is to be received. */
interface Wanted {
  readonly dest: unknown;
  readonly src: unknown;
  readonly isFlat: boolean;
  /** Whether the task runs: it may also be looked at ahead, and then be skipped. */
  readonly isCertain: boolean;
}

/** For each task, the host whose file each path gets. */
const claims = new WeakMap<Task, Map<string, string>>();

/** The file of the controller that gets a host's file. A relative `dest` is in the project's folder. */
export async function receivedFile(task: Task, wanted: Wanted, scope: Scope): Promise<Outcome<ReceivedFile>> {
  const name = scope.lookup("inventory_hostname");
  const host = name?.ok && typeof name.value === "string" ? name.value : "";
  const place = placeOf(resolve(task.search.root), wanted, host);
  const path = join(place.folder, ...place.names);
  const other = wanted.isCertain ? claim(task, path, host) : host;
  if (other !== host) return bad(runFault("run/received-twice", { path, hosts: [other, host] }));
  const problem = await problemOf(place);
  const content = problem === undefined ? await contentAt(path) : undefined;
  const base = { path, store: store.bind(undefined, place) };
  if (content?.is === "read") return good({ ...base, found: content.value });
  const reason = problem ?? (content?.is === "unreadable" ? content.reason : undefined);
  return good({ ...base, found: "absent", ...(reason !== undefined && { problem: reason }) });
}

/** The host whose file the path gets: this one, if it is the first. */
function claim(task: Task, path: string, host: string): string {
  const taken = claims.get(task) ?? new Map<string, string>();
  claims.set(task, taken);
  const first = taken.get(path) ?? host;
  taken.set(path, first);
  return first;
}

function placeOf(root: string, { dest, src, isFlat }: Wanted, host: string): Place {
  const [to, from] = [String(dest), String(src)];
  const path = resolve(root, to);
  if (!isFlat) return { folder: path, names: [host, ...from.split("/").filter((part) => part !== "" && part !== ".")] };
  return to.endsWith("/")
    ? { folder: path, names: [basename(from)] }
    : { folder: dirname(path), names: [basename(path)] };
}

/** Why nothing can be stored at the place: a clause. */
async function problemOf({ folder, names }: Place): Promise<string | undefined> {
  if (names.some((name) => name === "" || name === ".." || name.includes("/"))) return "its name leads elsewhere";
  for (const [index] of names.entries()) {
    const path = join(folder, ...names.slice(0, index + 1));
    const found = await lstat(path).catch(() => undefined);
    if (!found) return undefined;
    if (found.isSymbolicLink()) return `${path} is a symbolic link, which may lead elsewhere`;
    const isLast = index === names.length - 1;
    const kind = isLast ? kindOf(found) : undefined;
    if (kind !== undefined) return kind;
    if (!isLast && !found.isDirectory()) return `${path} is not a folder`;
  }
  return undefined;
}
