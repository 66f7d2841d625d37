import { inspect } from "node:util";

const MASK = "********";

/** A value that must not be shown: converted to a string or to JSON, or inspected, it is a mask. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. A lint rule restricts which rooms may call it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
