import type { Check } from "../compare/difference.ts";
import type { Doubt, JudgedReading } from "../oracle.ts";
import type { FilterSettings } from "../settings.ts";
import type { Stretch } from "./judge-sensor.ts";
import { text } from "./proven-range.ts";

/** If more than this share of the readings is undecided for lack of a past, the proof says so. */
const TOLERATED = 0.01;

/** Counts the readings whose verdict was not recomputed but taken from the job, and explains why. */
export function createUndecided(known: ReadonlyMap<string, FilterSettings>, { filterWindow }: FilterSettings) {
  const doubts: Record<Doubt, number> = { past: 0, filter: 0, change: 0 };
  const unknown = new Map<string, Stretch>();
  let readings = 0;
  return {
    add(judged: readonly JudgedReading[], stretches: ReadonlyMap<string, Stretch>): void {
      readings += judged.length;
      for (const { doubt } of judged) if (doubt !== undefined) doubts[doubt]++;
      for (const [hash, stretch] of stretches) unknown.set(hash, joined(unknown.get(hash), stretch));
    },
    end(): { readonly check: Check; readonly warnings: readonly string[] } {
      const parts = [
        `${doubts.past} without enough of the past`,
        `${doubts.filter} by an unknown filter`,
        `${doubts.change} between two filters`,
      ];
      const left = doubts.past + doubts.filter + doubts.change;
      const warnings = [...unknown].map(([hash, { readings: count, first, last }]) => {
        const filters = [...known.keys()].join(", ");
        return (
          `the verdicts on ${count} readings from ${text(first)} to ${text(last)}: filter ${hash} decided them, ` +
          `whose arguments are not known here (known: ${filters})`
        );
      });
      const tooMany = doubts.past > readings * TOLERATED;
      const past =
        `the verdicts on ${doubts.past} of ${readings} readings: fewer than ${filterWindow} readings of their sensors ` +
        "were read before them; read more of the past (proof_warm_up_minutes)";
      return {
        check: {
          name: "verdicts recomputed",
          expected: `${readings} readings`,
          actual: `${readings - left} readings${left === 0 ? "" : `; not ${parts.join(", ")}`}`,
          differences: [],
          ...(tooMany && { warning: past }),
        },
        warnings,
      };
    },
  };
}

function joined(one: Stretch | undefined, other: Stretch): Stretch {
  if (one === undefined) return other;
  return {
    readings: one.readings + other.readings,
    first: Math.min(one.first, other.first),
    last: Math.max(one.last, other.last),
  };
}
