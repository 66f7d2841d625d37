import type { Layer, Variable } from "../language/scope.ts";
import type { Play, Playbook, Prompt } from "../load/project.ts";
import { showOrigin } from "../model/origin.ts";
import type { Secret } from "../model/secret.ts";
import { Unknown } from "../model/unknown.ts";

/** What was typed for the variables of `vars_prompt`, by `answerKey`; without those that have their default. */
export type Answers = ReadonlyMap<string, string | Secret>;

/** A play that is imported twice asks once. */
export function answerKey({ origin, name }: Prompt): string {
  return `${showOrigin(origin)} ${name}`;
}

/** Plays with the variables that they ask for. Before anybody has answered, those without a default are unknown. */
export function withAnswers(playbooks: readonly Playbook[], answers: Answers | undefined): Playbook[] {
  const answered = (play: Play): Play =>
    play.prompts.length === 0 ? play : { ...play, answers: layerOf(play.prompts, answers) };
  return playbooks.map((playbook) => ({ ...playbook, plays: playbook.plays.map(answered) }));
}

function layerOf(prompts: readonly Prompt[], answers: Answers | undefined): Layer {
  const variables = prompts.map((prompt): [string, Variable] => {
    const { name, fallback, origin } = prompt;
    const value = answers?.get(answerKey(prompt)) ?? fallback ?? new Unknown("it is asked for when a run begins");
    return [name, { from: "data", value, origin }];
  });
  return { name: "vars_prompt", variables: new Map(variables) };
}
