import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Answers } from "../../inventory/answers.ts";
import { loadProject, type LoadedProject, type ProjectRequest, type WithRest } from "../../inventory/load-project.ts";
import { generateSecrets, readSecrets } from "../../secrets/store.ts";
import type { Environment } from "../../secrets/environment.ts";
import type { Io } from "../io.ts";
import { inventoryPrograms } from "./inventory-program.ts";
import { unsafeProject } from "./trust.ts";

/** A loaded project, or its faults and the sources that they point into. */
export type Loaded = Outcome<LoadedProject> & WithRest;

/** The environment for reading secrets: each is added to the mask as soon as it is read. */
export function secretsEnvironment(io: Io): Environment {
  return {
    env: io.env,
    home: io.home,
    cwd: io.cwd,
    uid: process.getuid?.(),
    holder: { pid: process.pid, host: hostname() },
    randomId: io.randomId,
    sleep: (milliseconds) => sleep(milliseconds),
    register: (secret) => io.mask.add(secret),
  };
}

/** Asks for the variables of `vars_prompt` in a project that is valid as far as is known without them. */
type Ask = (project: LoadedProject) => Promise<Outcome<Answers | undefined>>;

/**
 * Loads a project with its secrets, and with what the user is asked for. With `generate`, declared secrets that do not exist yet are generated, but only if the rest of
 * the project is valid. Then the project is loaded again, because anything may depend on them. `missingSecrets` keeps their names.
 * Of a project that other users can change, this is the only fault: the others may be theirs.
 */
export async function loadWithSecrets(
  request: Omit<ProjectRequest, "readSecrets" | "runProgram" | "answers">,
  generate: boolean,
  io: Io,
  ask: Ask = () => Promise.resolve(good(undefined)),
): Promise<Loaded> {
  const environment = secretsEnvironment(io);
  const runProgram = inventoryPrograms(io);
  const load = (answers?: Answers) =>
    loadProject({
      ...request,
      ...(answers && { answers }),
      runProgram,
      readSecrets: (file) => readSecrets(file, environment),
    });
  const unanswered = await load();
  const answers = unanswered.ok && !unsafeProject() ? await ask(unanswered.value) : good(undefined);
  if (!answers.ok) return { ...answers, sources: unanswered.sources };
  const first = answers.value ? await load(answers.value) : unanswered;
  const unsafe = unsafeProject();
  if (unsafe) return { ...bad(unsafe), sources: first.sources };
  if (!generate || !first.ok || first.value.missingSecrets.length === 0) return first;
  const notices = await generateAll(first.value, environment);
  if (!notices.ok) return { ...notices, sources: first.sources };
  const second = await load(answers.value);
  if (!second.ok) return second;
  return {
    ...good({
      ...second.value,
      missingSecrets: first.value.missingSecrets,
      warnings: [...notices.value, ...second.value.warnings],
    }),
    sources: second.sources,
  };
}

async function generateAll({ missingSecrets }: LoadedProject, environment: Environment): Promise<Outcome<Fault[]>> {
  const notices: Fault[] = [];
  for (const { path, name, lengths } of missingSecrets) {
    const outcome = await generateSecrets({ path, name }, lengths, environment);
    if (!outcome.ok) return outcome;
    notices.push(...outcome.value);
  }
  return good(notices);
}
