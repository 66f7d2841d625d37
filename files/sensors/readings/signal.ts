import { streamNamed, type Stream } from "./random.ts";

/** One sensor's measurement; `injected` marks a value that was turned into an outlier. */
export interface Reading {
  readonly sensor: string;
  readonly seq: number;
  readonly ts: number;
  readonly value: number;
  readonly injected: boolean;
}

export interface Sensor {
  readonly id: string;
  readonly read: (ts: number) => Reading;
}

export interface SignalOptions {
  readonly seed: string;
  /** The share of injected outliers, 0 to 1. */
  readonly outliers: number;
}

/** A level with a daily and an hourly wave, and noise. */
interface Shape {
  readonly level: number;
  readonly waves: readonly Wave[];
  readonly noise: number;
}

interface Wave {
  readonly period: number;
  readonly height: number;
  readonly phase: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * How far an injected outlier is from the signal. Both waves together span at most 28, so it stands out even if a filter's window
 * covers a whole season.
 */
const NEAREST_OUTLIER = 50;
const FARTHEST_OUTLIER = 100;

/** `sensor-0001` for index 0. The width is fixed, so that adding sensors renames none. */
export function sensorId(index: number): string {
  return `sensor-${String(index + 1).padStart(4, "0")}`;
}

/**
 * A sensor with its own streams for shape, noise and outliers. Every reading consumes the same amount of each, so a larger share of
 * outliers includes those of a smaller share and leaves all other values unchanged.
 */
export function createSensor(id: string, { seed, outliers }: SignalOptions): Sensor {
  const shape = shapeFrom(streamNamed(`${seed}/${id}/shape`));
  const noise = streamNamed(`${seed}/${id}/noise`);
  const chance = streamNamed(`${seed}/${id}/outliers`);
  let seq = 0;
  return {
    id,
    read: (ts) => {
      const offset = jump(chance, outliers);
      const value = round(signalAt(shape, ts) + shape.noise * noise.normal() + offset);
      return { sensor: id, seq: seq++, ts, value, injected: offset !== 0 };
    },
  };
}

function shapeFrom(stream: Stream): Shape {
  const between = (low: number, high: number): number => low + (high - low) * stream.uniform();
  return {
    level: between(20, 80),
    waves: [
      { period: DAY, height: between(5, 10), phase: between(0, 2 * Math.PI) },
      { period: HOUR, height: between(1, 4), phase: between(0, 2 * Math.PI) },
    ],
    noise: between(0.2, 0.8),
  };
}

function signalAt({ level, waves }: Shape, ts: number): number {
  return waves.reduce((sum, { period, height, phase }) => sum + height * Math.sin(phaseAt(ts, period) + phase), level);
}

/** Takes the remainder first: the sine of milliseconds since 1970 would lose precision. */
function phaseAt(ts: number, period: number): number {
  return (2 * Math.PI * (ts % period)) / period;
}

function jump(stream: Stream, share: number): number {
  const hit = stream.uniform() < share;
  const sign = stream.uniform() < 0.5 ? -1 : 1;
  const size = NEAREST_OUTLIER + (FARTHEST_OUTLIER - NEAREST_OUTLIER) * stream.uniform();
  return hit ? sign * size : 0;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
