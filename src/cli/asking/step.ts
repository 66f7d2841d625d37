import { askLine } from "../ask-password.ts";
import type { Io } from "../io.ts";

/**
 * Asks before tasks (`--step`), one question after the other. As in Ansible, `y` runs the task, `c` runs it and asks no more, and everything
 * else leaves it out. After an interrupt, nothing more is asked or run.
 */
export function stepper({ stdin, stderr, mask }: Io, signal: AbortSignal): (task: string) => Promise<boolean> {
  let last: Promise<unknown> = Promise.resolve();
  let goesOn = false;
  const ask = async (task: string): Promise<boolean> => {
    if (goesOn || signal.aborted) return goesOn && !signal.aborted;
    stderr.write(mask.mask(`Run the task \`${task}\`? (y)es, (n)o, (c)ontinue without questions: `));
    const answer = (await askLine(stdin, signal))?.trim().toLowerCase();
    goesOn = answer === "c" || answer === "continue";
    return goesOn || answer === "y" || answer === "yes";
  };
  return (task) => {
    const answer = last.then(() => ask(task));
    last = answer;
    return answer;
  };
}
