import { randomOf } from "../../fuzz/random.ts";
import { KINDS } from "../catalogue.ts";
import type { Drift, Kind } from "../drift.ts";

/** A drift with the seed that determines it. */
export interface Drawn {
  readonly kind: Kind;
  readonly seed: number;
  readonly drift: Drift;
}

/** The same target for the same kind and seed, whatever other kinds there are. */
function draw(kind: Kind, seed: number): Drawn {
  const start = Buffer.from(kind.name).reduce((sum, byte) => (Math.imul(sum, 31) + byte) >>> 0, seed);
  return { kind, seed, drift: kind.draw(randomOf(start)) };
}

/** So many drifts: each kind once in an order that the seed determines, then each kind with the next seed, and so on. */
export function drawMany(seed: number, count: number, kinds: readonly Kind[] = KINDS): Drawn[] {
  const drawn: Drawn[] = [];
  for (let round = seed; drawn.length < count; round += 1) {
    const random = randomOf(round);
    const shuffled = kinds.map((kind) => [random.int(1_000_000), kind] as const).sort(([a], [b]) => a - b);
    drawn.push(...shuffled.map(([, kind]) => draw(kind, round)));
  }
  return drawn.slice(0, count);
}

/** Whether they have an area in common. A server's name contains the areas of all its parts. */
export function overlap(areas: readonly string[], others: readonly string[]): boolean {
  const contains = (area: string, part: string) => area === part || part.startsWith(`${area} `);
  return areas.some((area) => others.some((other) => contains(area, other) || contains(other, area)));
}

/** Puts them into groups of at most so many, in order, with one drift of an area in each. One that refuses the run is alone. */
export function grouped(drawn: readonly Drawn[], size: number): Drawn[][] {
  const groups: Drawn[][] = [];
  const fits = (group: readonly Drawn[], { drift }: Drawn) =>
    group.length < size &&
    group.every((other) => !other.drift.undo && !overlap(other.drift.areas, drift.areas)) &&
    (group.length === 0 || !drift.undo);
  for (const one of drawn) {
    const group = groups.find((other) => fits(other, one));
    if (group) group.push(one);
    else groups.push([one]);
  }
  return groups;
}
