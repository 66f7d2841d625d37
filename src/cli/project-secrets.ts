import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { good, type Fault, type Outcome } from "../errors/fault.ts";
import { loadProject, type Invalid, type LoadedProject, type ProjectRequest } from "../inventory/load-project.ts";
import { generateSecrets, readSecrets } from "../secrets/store.ts";
import type { Surroundings } from "../secrets/surroundings.ts";
import type { Io } from "./io.ts";

export type Loaded = Outcome<LoadedProject> & Invalid;

/** What reading secrets needs of the process; everything secret is known to the mask from its reading on. */
export function secretsAround(io: Io): Surroundings {
  return {
    env: io.env,
    home: io.home,
    cwd: io.cwd,
    uid: process.getuid?.(),
    holder: `process ${process.pid} on ${hostname()}`,
    randomId: io.randomId,
    sleep: (milliseconds) => sleep(milliseconds),
    register: (secret) => io.mask.add(secret),
  };
}

/**
 * Loads a project with its secrets. With `generate` those that are declared and not there yet are made first, but only once the
 * rest of the project is right; it is read again then, since anything may depend on them.
 */
export async function loadWithSecrets(
  request: Omit<ProjectRequest, "readSecrets">,
  generate: boolean,
  io: Io,
): Promise<Loaded> {
  const around = secretsAround(io);
  const load = () => loadProject({ ...request, readSecrets: (file) => readSecrets(file, around) });
  const first = await load();
  if (!generate || !first.ok || first.value.missingSecrets.length === 0) return first;
  const said = await generateAll(first.value, around);
  if (!said.ok) return { ...said, sources: first.sources };
  const second = await load();
  if (!second.ok) return second;
  return { ...good({ ...second.value, warnings: [...said.value, ...second.value.warnings] }), sources: second.sources };
}

async function generateAll({ missingSecrets }: LoadedProject, around: Surroundings): Promise<Outcome<Fault[]>> {
  const said: Fault[] = [];
  for (const { path, name, lengths } of missingSecrets) {
    const outcome = await generateSecrets({ path, name }, lengths, around);
    if (!outcome.ok) return outcome;
    said.push(...outcome.value);
  }
  return good(said);
}
