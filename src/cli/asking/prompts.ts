import { cliErrors } from "../../errors/catalogue/cli.ts";
import { runFault } from "../../errors/catalogue/run.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { answerKey, type Answers } from "../../inventory/answers.ts";
import type { LoadedProject } from "../../inventory/load-project.ts";
import type { Prompt } from "../../load/project.ts";
import { Secret } from "../../model/secret.ts";
import { askHidden, askLine } from "../ask-password.ts";
import type { Io } from "../io.ts";
import { abortOnSignals } from "./signals.ts";

const fault = faultsOf(cliErrors);

/** How often two answers may differ before that is an error. */
const MOST_TRIES = 3;

/**
 * Asks for the variables of `vars_prompt` that `-e` does not set. Resolves to undefined if there are none. Whoever only lists tasks is not
 * asked, and gets the defaults.
 */
export async function askForVariables(
  { project, extraVars }: LoadedProject,
  isAsked: boolean,
  io: Io,
): Promise<Outcome<Answers | undefined>> {
  const plays = project.playbooks.flatMap((playbook) => playbook.plays);
  const wanted = plays.flatMap(({ prompts }) => prompts).filter(({ name }) => !extraVars.variables.has(name));
  if (wanted.length === 0) return good(undefined);
  const answers = new Map<string, string | Secret>();
  if (!isAsked) return good(answers);
  for (const prompt of wanted) {
    const key = answerKey(prompt);
    if (answers.has(key) || (!io.stdin.isTTY && prompt.fallback !== undefined)) continue;
    const answer = await answerTo(prompt, io);
    if (!answer.ok) return answer;
    if (answer.value !== undefined) answers.set(key, answer.value);
  }
  return good(answers);
}

/** Undefined for the default. */
async function answerTo(prompt: Prompt, io: Io): Promise<Outcome<string | Secret | undefined>> {
  const { name, origin, text, fallback, isPrivate, isConfirmed } = prompt;
  if (!io.stdin.isTTY) return bad(fault("cli/nobody-to-ask", { name }, { origin }));
  const shown = fallback === undefined || isPrivate ? "" : ` [${String(fallback)}]`;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const first = await typed(`${text}${shown}: `, isPrivate, io);
    if (first === undefined) return bad(runFault("run/interrupted", {}, { origin }));
    if (first === "")
      return fallback === undefined ? bad(fault("cli/no-answer", { name }, { origin })) : good(undefined);
    const second = isConfirmed ? await typed(`${text} (again): `, isPrivate, io) : first;
    if (second === undefined) return bad(runFault("run/interrupted", {}, { origin }));
    if (first === second) return good(isPrivate ? secret(first, io) : first);
    io.stderr.write("The two answers differ.\n");
  }
  return bad(fault("cli/answers-differ", { name }, { origin }));
}

function secret(text: string, { mask, stderr }: Io): Secret {
  const hidden = new Secret(text);
  if (!mask.add(hidden)) stderr.write("An answer with fewer than 4 characters cannot be masked in the output.\n");
  return hidden;
}

/** A line that was typed; undefined after an interrupt. */
export async function typed(question: string, isPrivate: boolean, { stdin, stderr }: Io): Promise<string | undefined> {
  const { signal, dispose } = abortOnSignals();
  try {
    if (isPrivate) return await askHidden(question, stdin, stderr, signal);
    stderr.write(question);
    return await askLine(stdin, signal);
  } finally {
    dispose();
  }
}
