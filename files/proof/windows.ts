import { isReading, type Judged, type JudgedReading } from "./oracle.ts";

/** The counts of one window. `bySensor` counts outliers of sensors that had any. */
export interface WindowCounts {
  readonly start: number;
  readonly end: number;
  readonly readings: number;
  readonly outliers: number;
  readonly late: number;
  readonly bySensor: ReadonlyMap<string, number>;
}

/** All windows with readings, open ones included, sorted by time. */
export function countWindows(judged: readonly Judged[], length: number): WindowCounts[] {
  const counter = createWindowCounter(length);
  counter.add(judged.filter(isReading));
  return counter.end();
}

/** The same for readings that are added one list after the other. */
export function createWindowCounter(length: number) {
  const windows = new Map<number, ReturnType<typeof emptyWindow>>();
  return {
    add(judged: readonly JudgedReading[]): void {
      for (const one of judged) {
        const start = startOf(one.countedAt, length);
        const window = windows.get(start) ?? emptyWindow(start, length);
        windows.set(start, window);
        if (one.verdict === "late") window.late++;
        else window.readings++;
        if (one.verdict === "outlier") {
          window.outliers++;
          increase(window.bySensor, one.reading.sensor);
        }
      }
    },
    end: (): WindowCounts[] => [...windows.values()].sort((a, b) => a.start - b.start),
  };
}

export function startOf(ts: number, length: number): number {
  return ts - (ts % length);
}

export function increase<K>(counts: Map<K, number>, key: K, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function emptyWindow(start: number, length: number) {
  return { start, end: start + length, readings: 0, outliers: 0, late: 0, bySensor: new Map<string, number>() };
}
