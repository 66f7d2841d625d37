import type { Emit, Event } from "./event.ts";
import type { Mask } from "./mask.ts";

/** Carries events to those who listen, masked before anyone sees them. */
export interface Bus {
  readonly emit: Emit;
  subscribe(listener: (event: Event) => void): void;
}

/** Listeners get every event in the order of their subscription, one event after the other: also one emitted by a listener. */
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
