import type { Event } from "../events/event.ts";

/** Shows a run, from its events alone. */
export interface Reporter {
  on(event: Event): void;
  /** Resolves when everything has been written. */
  end(): Promise<void>;
}

/** A stream for people or programs. */
export interface Output {
  write(text: string): void;
  /** Resolves when everything written so far has left the process. */
  flush(): Promise<void>;
  /** Why output was lost, after `flush`; undefined if everything was written, or if nobody reads it any more (`… | head`). */
  readonly lost?: () => string | undefined;
  readonly isTTY: boolean;
  readonly columns: number;
}
