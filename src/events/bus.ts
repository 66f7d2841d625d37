import type { Emit, Event } from "./event.ts";
import type { Mask } from "./mask.ts";

/** Delivers events to listeners, masked. */
export interface Bus {
  readonly emit: Emit;
  subscribe(listener: (event: Event) => void): void;
}

/** Listeners are called in the order of their subscription. An event that a listener emits is delivered after the current one. */
export function createBus(mask: Mask): Bus {
  const listeners: ((event: Event) => void)[] = [];
  const waiting: Event[] = [];
  let delivering = false;

  function deliver(): void {
    delivering = true;
    try {
      for (let event = waiting.shift(); event; event = waiting.shift()) {
        for (const listener of listeners) listener(event);
      }
    } finally {
      delivering = false;
    }
  }

  return {
    emit(event) {
      waiting.push(mask.maskEvent(event));
      if (!delivering) deliver();
    },
    subscribe(listener) {
      listeners.push(listener);
    },
  };
}
