import type { Assertion } from "./evidence.ts";

/** What a run started ends with it, and after the next run nothing is left: no process, no temporary file, no state. */
export const noLitter: Assertion = ({ managed, afterFirst, waited, afterSecond, afterThird, leftHere }) => [
  ...(waited ? afterFirst.processes : []).map((process) => `After the first run this still runs: ${process}`),
  ...[afterSecond, afterThird].flatMap(({ entries, state, processes }, index) => {
    const when = `After run ${index + 2}`;
    const strange = [...entries.keys()].filter((path) => !managed.has(path));
    return [
      ...processes.map((process) => `${when} this still runs: ${process}`),
      ...[...strange, ...state].map((path) => `${when} this is left: ${path}`),
    ];
  }),
  ...leftHere.map((name) => `This is left in the temporary folder of the controller: ${name}`),
];
