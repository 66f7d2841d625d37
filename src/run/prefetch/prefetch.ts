import type { Outcome } from "../../errors/fault.ts";
import type { RunAs } from "../../model/host.ts";
import type { Answer } from "../../module/answer.ts";
import type { Script } from "../../module/script.ts";

/** A script that only reads, with its environment, and the user that runs it. */
export interface Question {
  readonly script: Script<"read">;
  readonly runAs: RunAs;
}

/** The questions that will probably follow, in order. They are computed one by one during iteration. */
export type Upcoming = () => AsyncIterable<Question>;

export const nothingUpcoming: Upcoming = async function* () {
  // Yields no question.
};

type PendingAnswer = Promise<Outcome<Answer>>;

/** How many upcoming questions the first request considers, and how many any request considers at most. */
const FIRST_WINDOW = 16;
const LARGEST_WINDOW = 512;
/** The bytes of questions with which a request is full. */
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * Answers of one host to questions that tasks have not asked yet. A wrong guess costs only time: an answer is used only for the very
 * question that was sent (same script, same user), once, and all answers are discarded as soon as anything ran that could change
 * them. No rule decides which answers would still be valid: links, mounts and services create dependencies that no rule could know.
 */
export class Prefetch {
  /** By key: several tasks may ask the same question, and each gets an answer of its own. */
  readonly #answers = new Map<string, PendingAnswer[]>();
  #window = FIRST_WINDOW;

  has(question: Question): boolean {
    return this.#answers.has(keyOf(question));
  }

  /** Removes and returns the answer to this question, if there is one. */
  take(question: Question): PendingAnswer | undefined {
    const key = keyOf(question);
    const answers = this.#answers.get(key);
    const answer = answers?.shift();
    if (answers?.length === 0) this.#answers.delete(key);
    return answer;
  }

  /**
   * The questions to send along with a question or a change of this user. Questions of other users are left out: such a user may not
   * exist yet, and a failure to open their shell must not be remembered. The window doubles each time, as long as nothing changes.
   * `most` is used in its place.
   */
  async choose(upcoming: Upcoming, asked: { readonly runAs: RunAs }, most?: number): Promise<Question[]> {
    const chosen: Question[] = [];
    const known = new Map([...this.#answers].map(([key, answers]) => [key, answers.length]));
    let remaining = most ?? this.#window;
    let bytes = 0;
    for await (const question of upcoming()) {
      const key = keyOf(question);
      const left = known.get(key) ?? 0;
      if (left > 0) known.set(key, left - 1);
      else if (userOf(question.runAs) === userOf(asked.runAs)) chosen.push(question);
      remaining -= 1;
      bytes += question.script.text.length;
      if (remaining === 0 || bytes > MOST_BYTES) break;
    }
    if (most === undefined) this.#window = Math.min(LARGEST_WINDOW, this.#window * 2);
    return chosen;
  }

  /** Keeps the answers to the questions, which are in the same order. */
  keep(questions: readonly Question[], answers: readonly PendingAnswer[]): void {
    for (const [index, question] of questions.entries()) {
      const answer = answers[index];
      if (!answer) continue;
      const key = keyOf(question);
      const kept = this.#answers.get(key);
      if (kept) kept.push(answer);
      else this.#answers.set(key, [answer]);
    }
  }

  /** Discards all answers, because time has passed or something ran whose effects are unknown. */
  invalidate(): void {
    this.#answers.clear();
  }

  /** Discards all answers and shrinks the window, so that a series of changes prefetches little in vain. */
  invalidateForChange(): void {
    this.invalidate();
    this.#window = Math.max(1, Math.floor(this.#window / 4));
  }
}

/** Equal questions have equal keys. */
export function keyOf({ script, runAs }: Question): string {
  return `${userOf(runAs)}\0${script.text}`;
}

export function userOf(runAs: RunAs): string {
  return runAs?.user ?? "";
}
