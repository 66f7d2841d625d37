import { resourceKey, type Change, type Resource } from "../model/change.ts";
import type { Value } from "../model/value.ts";
import type { Predicted } from "../module/contract.ts";

/** What check mode has predicted on one host. Later tasks see it as if it were done. */
export class Overlay implements Predicted {
  readonly #after = new Map<string, Value>();
  readonly #kinds = new Set<Resource["kind"]>();

  add(changes: readonly Change[]): void {
    for (const { resource, after } of changes) {
      this.#after.set(resourceKey(resource), after);
      this.#kinds.add(resource.kind);
    }
  }

  get(resource: Resource): Value | undefined {
    return this.#after.get(resourceKey(resource));
  }

  any(kind: Resource["kind"]): boolean {
    return this.#kinds.has(kind);
  }

  get isEmpty(): boolean {
    return this.#after.size === 0;
  }
}
