import type { Emit, Event } from "./event.ts";
import type { Mask } from "./mask.ts";

/** Delivers events to listeners, masked. */
export interface Bus {
  readonly emit: Emit;
  subscribe(listener: (event: Event) => void): void;
  /** The first error of a listener. Such a listener gets no more events, and those who emit them go on. */
  failure(): unknown;
}

/** Listeners are called in the order of their subscription. An event that a listener emits is delivered after the current one. */
export function createBus(mask: Mask): Bus {
  const listeners = new Set<(event: Event) => void>();
  let failed: unknown;
  const waiting: Event[] = [];
  let delivering = false;

  function deliver(): void {
    delivering = true;
    try {
      for (let event = waiting.shift(); event; event = waiting.shift()) {
        for (const listener of listeners) call(listener, event);
      }
    } finally {
      delivering = false;
    }
  }

  function call(listener: (event: Event) => void, event: Event): void {
    try {
      listener(event);
    } catch (error) {
      failed ??= error;
      listeners.delete(listener);
    }
  }

  return {
    emit(event) {
      waiting.push(mask.maskEvent(event));
      if (!delivering) deliver();
    },
    subscribe(listener) {
      listeners.add(listener);
    },
    failure: () => failed,
  };
}
