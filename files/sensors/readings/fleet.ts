import { toRecord, type Outgoing } from "./record.ts";
import { createSensor, sensorId, type SignalOptions } from "./signal.ts";

/** All sensors, read in turn, so that each measures at an even interval. */
export interface Fleet {
  readonly ids: readonly string[];
  readonly next: (ts: number) => Outgoing;
}

/** `count` is at least 1. */
export function createFleet(count: number, options: SignalOptions): Fleet {
  const sensors = Array.from({ length: count }, (_, index) => createSensor(sensorId(index), options));
  let turn = 0;
  return {
    ids: sensors.map(({ id }) => id),
    next: (ts) => {
      const sensor = sensors[turn++ % count];
      if (sensor === undefined) throw new RangeError("a fleet has at least one sensor");
      return toRecord(sensor.read(ts));
    },
  };
}
