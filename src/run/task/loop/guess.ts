import type { Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";

/** What the host will probably answer for the next item of a loop: the same as before, if two items got the same and the last one was changed. */
export class Guess {
  #last: Answer | undefined;
  #isRepeated = false;
  /** Whether the last item is to be changed. The answers for items that need no change are asked for many items at once instead. */
  changes = false;

  get answer(): Answer | undefined {
    return this.#isRepeated && this.changes ? this.#last : undefined;
  }

  note(answer: Outcome<Answer>): void {
    const next = answer.ok ? answer.value : undefined;
    this.#isRepeated = next !== undefined && next.stdout === this.#last?.stdout;
    this.#last = next;
  }

  forget(): void {
    this.#last = undefined;
    this.#isRepeated = false;
  }
}

/** Only a short answer without errors is compared, and bytes that are not text cannot be. */
export function canBeCompared({ stdout, stderr, exit, omitted }: Answer): boolean {
  return exit === 0 && stderr === "" && omitted === undefined && stdout.length <= 4096 && !/[\0\uFFFD]/.test(stdout);
}
