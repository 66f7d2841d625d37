import { resourceKey, type Change, type Resource } from "../model/change.ts";
import { Unknown } from "../model/unknown.ts";
import { isMap, type Value } from "../model/value.ts";
import type { Predicted } from "../module/contract.ts";

/** What check mode has predicted on one host. Later tasks see it as if it were done. */
export class Overlay implements Predicted {
  /** By resource, in the order of each one's last change. */
  readonly #last = new Map<string, Pick<Change, "resource" | "after">>();

  /** Paths that were removed. Whatever the host has below them is gone, even if the path itself is created again. */
  readonly #emptied = new Set<string>();

  /** Folders below which a task that cannot be predicted may have changed any path. */
  readonly #unknownBelow = new Map<string, Unknown>();

  /** Units and packages that a task which cannot be predicted may have changed. */
  readonly #doubted = new Map<string, { readonly resource: Resource; readonly unknown: Unknown }>();

  /** Why what was looked up since the last time is not known. */
  #met: string | undefined;

  /** Notes that a task may have changed the resources, and nothing else. */
  doubt(resources: readonly Resource[], unknown: Unknown): void {
    for (const resource of resources) {
      if (resource.kind !== "path") this.#doubted.set(resourceKey(resource), { resource, unknown });
      else {
        this.add([{ resource, after: unknown }]);
        this.addUnknownBelow(resource.name, unknown);
      }
    }
  }

  /** Why a decision that was just made cannot be trusted: it looked up something doubted. */
  takeDoubt(): string | undefined {
    const met = this.#met;
    this.#met = undefined;
    return met;
  }

  /** Marks every path below a folder as unknown. A later prediction of one of them holds. */
  addUnknownBelow(folder: string, unknown: Unknown): void {
    this.#unknownBelow.set(folder, unknown);
    this.#replaceBelow(folder === "/" ? "" : folder, unknown);
  }

  add(changes: readonly Pick<Change, "resource" | "after">[]): void {
    for (const change of changes) {
      const { resource, after } = change;
      if (resource.kind === "path" && after === null) this.#empty(resource.name);
      if (resource.kind === "path" && leadsElsewhere(after)) this.#replaceBelow(resource.name, after);
      this.#set(change);
    }
  }

  get(resource: Resource): Value | undefined {
    const doubted = this.#doubted.get(resourceKey(resource));
    if (doubted) this.#met = `an earlier task may have changed ${resource.kind} ${resource.name}`;
    const own = this.#last.get(resourceKey(resource));
    if (own || resource.kind !== "path") return own?.after;
    for (const name of foldersAbove(resource.name)) {
      const after = this.#last.get(resourceKey({ kind: "path", name }))?.after;
      const unknown = this.#unknownBelow.get(name);
      if (after !== undefined && leadsElsewhere(after)) return after instanceof Unknown ? unknown : undefined;
      if (unknown) return unknown;
      if (this.#emptied.has(name)) return null;
    }
    return this.#unknownBelow.get("/");
  }

  any(kind: Resource["kind"], matches: (name: string) => boolean = () => true, since?: Resource): boolean {
    const keys = [...this.#last.keys()];
    const begin = since === undefined ? 0 : keys.indexOf(resourceKey(since)) + 1;
    const later = [...this.#last.values()].slice(begin);
    const doubted = since === undefined ? [...this.#doubted.values()] : [];
    return [...later, ...doubted].some(({ resource }) => resource.kind === kind && matches(resource.name));
  }

  #set({ resource, after }: Pick<Change, "resource" | "after">): void {
    const key = resourceKey(resource);
    this.#last.delete(key);
    this.#last.set(key, { resource, after });
  }

  #empty(path: string): void {
    this.#emptied.add(path);
    this.#replaceBelow(path, null);
  }

  /** What was predicted below a path does not hold any more. */
  #replaceBelow(path: string, after: Value): void {
    const below = [...this.#last.values()].filter(
      ({ resource }) => resource.kind === "path" && resource.name.startsWith(`${path}/`),
    );
    const later = isMap(after) ? new Unknown(`${path} becomes a symbolic link`) : after;
    for (const { resource } of below) this.#set({ resource, after: later });
  }

  /** What was changed last. */
  get latest(): Resource | undefined {
    return [...this.#last.values()].at(-1)?.resource;
  }

  get isEmpty(): boolean {
    return this.#last.size === 0 && this.#unknownBelow.size === 0 && this.#doubted.size === 0;
  }
}

/** Whether nothing is known about the paths below a path. */
function leadsElsewhere(after: Value): boolean {
  return after instanceof Unknown || (isMap(after) && after["type"] === "link");
}

/** Nearest first, without `/`. */
function foldersAbove(path: string): string[] {
  const parts = path.split("/").slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join("/")}`);
}
