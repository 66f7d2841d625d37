import { good } from "../../errors/fault.ts";
import { createScope, type LayeredScope, type Variable } from "../../language/scope.ts";
import type { Lookups } from "../../language/scope-interface.ts";
import { Unknown } from "../../model/unknown.ts";

/** Variables that contain those of the hosts. */
const CONTAINING = ["hostvars", "project_roles"];

const LATER = new Unknown("an earlier task has yet to run");

/**
 * What later tasks must not read, because it is settled only when earlier tasks have run: the variables that these set, and files of the
 * controller, which they may write if it is the host. Every evaluation looks up each variable that it reads, so what is not looked up cannot
 * matter.
 */
export class Unsettled {
  readonly #variables = new Map<string, Variable>();
  #isRead = false;

  /** A task sets this variable. */
  add(name: string): void {
    for (const one of [name, ...CONTAINING]) {
      this.#variables.set(one, { from: "engine", compute: () => this.#read() });
    }
  }

  /** The scope, in which it shows whether something of this is read. */
  watch(scope: LayeredScope): LayeredScope {
    const layers = [...scope.layers, { name: "unsettled", variables: this.#variables }];
    return createScope(layers, scope.typing, scope.lookups && this.#lookups(scope.lookups));
  }

  /** Whether something of this was read since the last call. */
  wasRead(): boolean {
    const wasRead = this.#isRead;
    this.#isRead = false;
    return wasRead;
  }

  #read() {
    this.#isRead = true;
    return good(LATER);
  }

  #lookups(lookups: Lookups): Lookups {
    const noting =
      <A extends readonly unknown[], R>(look: (...args: A) => R) =>
      (...args: A): R => {
        this.#isRead = true;
        return look(...args);
      };
    return {
      file: noting(lookups.file),
      template: noting(lookups.template),
      fileglob: noting(lookups.fileglob),
      firstFound: noting(lookups.firstFound),
      realPath: noting(lookups.realPath),
      env: lookups.env,
    };
  }
}
