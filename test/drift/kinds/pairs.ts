import type { Drift, Kind } from "../drift.ts";

/** Two drifts at once, also of the same service. One that the run must refuse is no part of a pair. */
export function pairKind(kinds: readonly [Kind, ...Kind[]]): Kind {
  return {
    name: "two-at-once",
    draw(random) {
      const one = drawRepairable(kinds, random);
      let other = drawRepairable(kinds, random);
      while (other.what === one.what) other = drawRepairable(kinds, random);
      return {
        ...{ what: `${one.what}, and ${other.what}`, areas: [...one.areas, ...other.areas] },
        async apply(bed) {
          await one.apply(bed);
          await other.apply(bed);
        },
        look: async (bed) => [await one.look(bed), await other.look(bed)].join("\n"),
        async clear(bed) {
          await one.clear?.(bed);
          await other.clear?.(bed);
        },
      };
    },
  };
}

function drawRepairable(kinds: readonly [Kind, ...Kind[]], random: Parameters<Kind["draw"]>[0]): Drift {
  for (;;) {
    const drift = random.pick(kinds).draw(random);
    if (!drift.undo) return drift;
  }
}
