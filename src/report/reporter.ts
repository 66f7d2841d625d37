import type { Event } from "../events/event.ts";

/** Shows a run to somebody, from its events alone. */
export interface Reporter {
  on(event: Event): void;
  /** Resolves when everything has been written. */
  end(): Promise<void>;
}

/** A stream that people or programs read. */
export interface Output {
  write(text: string): void;
  /** Resolves when all that was written has left the process. */
  flush(): Promise<void>;
  readonly isTTY: boolean;
  readonly columns: number;
}
