import { isGood, type Trial } from "./trial.ts";

/** What is wrong with a trial, a line each. */
export function failuresOf({ score, problems }: Trial): string[] {
  return [
    ...score.false.map((name) => `false prediction: ${name}`),
    ...score.missing.map((name) => `missing prediction: ${name}`),
    ...problems,
  ];
}

/** The counts of each kind as rows of a Markdown table. A trial of several drifts counts for each of its kinds. */
export function tableOf(trials: readonly Trial[]): string[] {
  const names = [...new Set(trials.flatMap(({ drawn }) => drawn.map(({ kind }) => kind.name)))].sort();
  const rows = names.map((name) =>
    rowOf(
      `\`${name}\``,
      trials.filter(({ drawn }) => drawn.some(({ kind }) => kind.name === name)),
    ),
  );
  const head = [
    "| drift | trials | right | unknown | false | missing | failed |",
    "| --- | --- | --- | --- | --- | --- | --- |",
  ];
  return [...head, ...rows, rowOf("all", trials)];
}

function rowOf(name: string, trials: readonly Trial[]): string {
  const sum = (count: (trial: Trial) => number) => trials.reduce((total, trial) => total + count(trial), 0);
  const counts = [
    trials.length,
    sum(({ score }) => score.right.length),
    sum(({ score }) => score.unknown.length),
    sum(({ score }) => score.false.length),
    sum(({ score }) => score.missing.length),
    trials.filter((trial) => !isGood(trial)).length,
  ];
  return `| ${[name, ...counts].join(" | ")} |`;
}
