import type { Assertion } from "./evidence.ts";

/** The second run succeeds and does only what the first has not done. */
export const secondDoesTheRest: Assertion = ({ first, second }) => {
  if (second.exit !== 0) return [`The second run ends with ${second.exit}: ${second.stderr.slice(-1500)}`];
  const done = first.results.filter(({ stage, status }) => stage === "task" && status === "changed");
  const again = done.filter(({ task }) =>
    second.results.some((result) => result.task === task && result.stage === "task" && result.status === "changed"),
  );
  return again.map(({ task }) => `The task "${task}" changed something in the first run, and again in the second.`);
};

/** The third run changes nothing. */
export const thirdChangesNothing: Assertion = ({ third, afterSecond, afterThird }) => {
  if (third.exit !== 0) return [`The third run ends with ${third.exit}: ${third.stderr.slice(-1500)}`];
  const changed = third.results.filter(({ status }) => status === "changed");
  const touched = [...afterThird.stamps].filter(([path, stamp]) => afterSecond.stamps.get(path) !== stamp);
  const containers = afterThird.containers.join() === afterSecond.containers.join() ? [] : afterThird.containers;
  return [
    ...changed.map(({ task }) => `The task "${task}" changes something in the third run.`),
    ...touched.map(([path]) => `The third run writes to ${path}.`),
    ...containers.map((container) => `After the third run there is the container ${container}.`),
  ];
};
