import { resourceKey, type Change, type Resource } from "../model/change.ts";
import type { Value } from "../model/value.ts";
import type { Predicted } from "../module/contract.ts";

/** What check mode has predicted on one host. Later tasks see it as if it were done. */
export class Overlay implements Predicted {
  /** By resource, in the order of each one's last change. */
  readonly #last = new Map<string, Pick<Change, "resource" | "after">>();

  add(changes: readonly Change[]): void {
    for (const { resource, after } of changes) {
      const key = resourceKey(resource);
      this.#last.delete(key);
      this.#last.set(key, { resource, after });
    }
  }

  get(resource: Resource): Value | undefined {
    return this.#last.get(resourceKey(resource))?.after;
  }

  any(kind: Resource["kind"], matches: (name: string) => boolean = () => true, since?: Resource): boolean {
    const keys = [...this.#last.keys()];
    const begin = since === undefined ? 0 : keys.indexOf(resourceKey(since)) + 1;
    const later = [...this.#last.values()].slice(begin);
    return later.some(({ resource }) => resource.kind === kind && matches(resource.name));
  }

  get isEmpty(): boolean {
    return this.#last.size === 0;
  }
}
