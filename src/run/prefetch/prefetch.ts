import type { Outcome } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import type { Script } from "../../module/script.ts";
import type { RunAs } from "../run-as.ts";

/** One script that reads, whole with its environment, and who asks it. */
export interface Question {
  readonly script: Script<"read">;
  readonly runAs: RunAs;
}

/** What will probably be asked next, in order. It costs nothing until it is walked. */
export type Upcoming = () => AsyncIterable<Question>;

/** Nothing that can be told. */
export const nothing: Upcoming = async function* () {
  // No question comes.
};

type Answered = Promise<Outcome<Answer>>;

/** Questions of the first request, and at most of any. */
const FIRST = 8;
const MOST = 64;

/**
 * Answers that one host has given ahead of need. A guess can only cost time: an answer is used for exactly the question that was asked
 * (same script, same user), once, and all are thrown away as soon as anything was done that could change what they say. Which questions
 * would still be answered the same way is not reasoned about: links, mounts and services know ways from one thing to another that no
 * rule does.
 */
export class Ahead {
  readonly #answers = new Map<string, Answered>();
  #window = FIRST;

  /** The answer that is there already for this question: each is given once. */
  take(question: Question): Answered | undefined {
    const key = keyOf(question);
    const answer = this.#answers.get(key);
    this.#answers.delete(key);
    return answer;
  }

  /**
   * What to ask together with a question, or a change, of this user. Others' questions wait: a user may still have to be made, and a
   * shell of theirs that cannot be opened must not be what is remembered. Each time more is asked, as long as nothing changes.
   */
  async choose(
    upcoming: Upcoming,
    asked: { readonly runAs: RunAs; readonly script?: Question["script"] },
  ): Promise<Question[]> {
    const chosen = new Map<string, Question>();
    const known = new Set(this.#answers.keys());
    if (asked.script) known.add(keyOf({ ...asked, script: asked.script }));
    let left = this.#window;
    for await (const question of upcoming()) {
      const key = keyOf(question);
      if (userOf(question.runAs) === userOf(asked.runAs) && !known.has(key)) chosen.set(key, question);
      left -= 1;
      if (left === 0) break;
    }
    this.#window = Math.min(MOST, this.#window * 2);
    return [...chosen.values()];
  }

  /** Keeps the answers, of the same order and number as the questions. */
  keep(questions: readonly Question[], answers: readonly Answered[]): void {
    for (const [index, question] of questions.entries()) {
      const answer = answers[index];
      if (answer) this.#answers.set(keyOf(question), answer);
    }
  }

  /** Time has passed, or something was asked whose effects are not known: what was read before no longer counts. */
  forget(): void {
    this.#answers.clear();
  }

  /** The host is about to be changed. Where one change follows another, little is asked ahead only to be thrown away. */
  changing(): void {
    this.forget();
    this.#window = Math.max(1, Math.floor(this.#window / 4));
  }
}

function keyOf({ script, runAs }: Question): string {
  return `${userOf(runAs)}\0${script.text}`;
}

function userOf(runAs: RunAs): string {
  return runAs?.user ?? "";
}
