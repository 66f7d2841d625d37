import type { Assertion } from "./evidence.ts";

/** The lock is free after each run. */
export const locksGone: Assertion = ({ afterFirst, waited, afterSecond, afterThird }) =>
  [waited ? afterFirst : undefined, afterSecond, afterThird].flatMap((snapshot, index) =>
    snapshot?.isLockFree === false ? [`The host's lock is not free after run ${index + 1}.`] : [],
  );

/** What two runs note on the server is not interleaved, and a run survives those that begin meanwhile. */
export const oneRunAtATime: Assertion = (evidence) => [...survived(evidence), ...interleaved(evidence)];

/** A run that gets in takes what another one is doing for the leftovers of a dead one, and ends it. */
const survived: Assertion = ({ first, others }) =>
  others
    .filter(({ results }) => results.length > 0 && first.exit !== 0)
    .map(({ id }) => `The first run ends with ${first.exit}, while "${id}" was let in.`);

const interleaved: Assertion = ({ afterThird: { journal } }) => {
  const runs = journal.map((line) => line.split(" ")[1] ?? "");
  return [...new Set(runs)].flatMap((run) => {
    const between = runs.slice(runs.indexOf(run), runs.lastIndexOf(run)).filter((other) => other !== run);
    return between.length > 0 ? [`The run "${run}" overlaps with "${between[0] ?? ""}": ${journal.join(", ")}.`] : [];
  });
};
