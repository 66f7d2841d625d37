/** Reports the state of one thing: its problem, or undefined if there is none. */
export type Report = (name: string, problem: string | undefined) => void;

/** Prints a line whenever a thing's problem changes: a service that is down for an hour is one line in the log, not 240. */
export function reportChanges(print: (line: string) => void): Report {
  const problems = new Map<string, string>();
  return (name, problem) => {
    if (problems.get(name) === problem) return;
    if (problem === undefined) problems.delete(name);
    else problems.set(name, problem);
    print(`${name}: ${problem ?? "answers again"}`);
  };
}
