import { currentTrust } from "../../../disk/trust.ts";
import { cliErrors } from "../../../errors/catalogue/cli.ts";
import { runFault } from "../../../errors/catalogue/run.ts";
import { faultsOf } from "../../../errors/define.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { LoadedProject } from "../../../inventory/load-project.ts";
import { missingFiles } from "../../../load/specs/source-files.ts";
import { isNonEmpty } from "../../../model/non-empty.ts";
import { declarationFaults } from "../../../plan/check-declarations.ts";
import { checkVariables } from "../../../plan/check-variables.ts";
import { lockFaults } from "../../../plan/images.ts";
import { planProject, unknownTags } from "../../../plan/plan-project.ts";
import { askForVariables } from "../../asking/prompts.ts";
import { createConnector } from "../../connecting/connector.ts";
import { pathInProject } from "../../identity/playbook-path.ts";
import type { RunOptions } from "../../options.ts";
import { limitOf, missingHosts, noneFailed, startsOf, usesLastRun } from "../../last-run/starts.ts";
import { readLastRun, type LastRun } from "../../last-run/store.ts";
import { privateKeyFaults } from "../private-key.ts";
import { extraLayer } from "../../project/extra-layer.ts";
import { onCommandLine } from "../../ad-hoc.ts";
import { unreadSecret } from "../../../load/reading.ts";
import { secretCommands } from "../../project/secret-command.ts";
import { loadWithSecrets } from "../../project/secrets.ts";
import { orWrongFolder } from "../../project/folder.ts";
import { unsafeProject, unsafeWarnings } from "../../project/trust.ts";
import { emitWarnings } from "../../reports.ts";
import type { Execution } from "./execution.ts";

const fault = faultsOf(cliErrors);

/** What a run is prepared from. */
export type Preparing = Pick<Execution, "options" | "io" | "registry" | "report">;

/** Whether the options only list or validate. */
export function inspectsOnly({ syntaxCheck, listHosts, listTasks, listTags }: RunOptions): boolean {
  return syntaxCheck || listHosts || listTasks || listTags;
}

/** Everything up to the first connection: finds all faults of the project, and emits its warnings. */
export async function prepare(parts: Preparing): Promise<Outcome<Execution>> {
  const { options, io, registry, report } = parts;
  const unreadable = await privateKeyFaults(options.privateKey, io.cwd);
  if (isNonEmpty(unreadable)) return { ok: false, faults: unreadable };
  if (options.step && !io.stdin.isTTY && !inspectsOnly(options)) return bad(fault("cli/step-without-terminal", {}));
  const lastRun = usesLastRun(options) ? await readLastRun(options, io) : good(undefined);
  if (!lastRun.ok) return lastRun;
  const none = lastRun.value && noneFailed(lastRun.value, options);
  if (none) return bad(none);
  const readSecret = inspectsOnly(options) ? unreadSecret : secretCommands(io);
  const extraVars = await extraLayer(options.extraVars, io, readSecret);
  report.useSources(extraVars.sources);
  const unsafe = extraVars.ok ? undefined : unsafeProject();
  if (unsafe) return bad(unsafe);
  emitWarnings(extraVars.warnings ?? [], report);
  if (!extraVars.ok) return bad(...(await orWrongFolder(extraVars.faults, io.cwd, options.playbooks)));
  const loaded = await loadWithSecrets(
    {
      root: io.cwd,
      playbooks: await Promise.all(options.playbooks.map((playbook) => pathInProject(playbook, io.cwd))),
      inventories: options.inventories,
      ...(options.texts && { texts: options.texts }),
      registry,
      extraVars: extraVars.value,
      limit: limitOf(options),
      failed: Object.keys(lastRun.value?.hosts ?? {}),
      env: io.env,
      readSecret,
    },
    !options.check && !inspectsOnly(options),
    io,
    (project) => askForVariables(project, !inspectsOnly(options), io),
  );
  report.useSources(new Map([...extraVars.sources, ...loaded.sources]));
  currentTrust()?.settle();
  if (!loaded.ok) {
    const faults = await orWrongFolder(loaded.faults, io.cwd, options.playbooks);
    // A warning may explain a fault.
    if (faults !== loaded.faults) return bad(...faults);
    emitWarnings(loaded.warnings ?? [], report);
    const [first, ...others] = faults;
    const all = [onCommandLine(first), ...others.map(onCommandLine)] as const;
    return bad(...all, ...(loaded.rest ? wrongVariables(loaded.rest, options, faults) : []));
  }
  return planned(
    { ...parts, loaded: loaded.value, extraVars: loaded.value.extraVars, sources: loaded.sources },
    lastRun.value,
  );
}

/** The values of variables that are wrong anyway: those in lines without other faults. */
function wrongVariables(rest: LoadedProject, options: RunOptions, known: readonly Fault[]): Fault[] {
  const { plan } = planProject(rest, { tags: options.tags, skip: options.skipTags });
  const lines = new Set(known.map(({ origin }) => `${origin?.file ?? ""}:${origin?.line ?? 0}`));
  return checkVariables(rest, plan).faults.filter(
    ({ code, origin }) => code === "plan/wrong-variable" && !lines.has(`${origin?.file ?? ""}:${origin?.line ?? 0}`),
  );
}

async function planned(
  parts: Omit<Execution, "plan" | "starts" | "connector">,
  lastRun: LastRun | undefined,
): Promise<Outcome<Execution>> {
  const { loaded, options, io, report } = parts;
  const choice = { tags: options.tags, skip: options.skipTags };
  const { plan, warnings } = planProject(loaded, choice);
  const variables = checkVariables(loaded, plan);
  const starts = startsOf(options, loaded, plan, lastRun);
  const faults = [
    ...unknownTags(loaded.project, choice),
    ...(starts.ok ? [] : starts.faults),
    ...variables.faults,
    // Whoever only lists tasks may not have built the files yet.
    ...(inspectsOnly(options) ? [] : await missingFiles(variables.files, loaded.project.root)),
    ...declarationFaults(loaded, plan),
    ...lockFaults(loaded, plan),
  ];
  // What only lists does not need the user's configuration of ssh.
  const login = inspectsOnly(options) ? { ...options, sshConfig: "none" } : options;
  const connector = await createConnector(login, io, ({ code, message, hint }, host) =>
    report.emit({ event: "warning", host, code, message, hint }),
  );
  const ssh = connector.ok ? connector.value.check(loaded.settings) : { ...connector, warnings: [] };
  faults.push(...ssh.faults);
  const ofLastRun = [...(lastRun ? missingHosts(lastRun, loaded) : []), ...(starts.ok ? starts.value.warnings : [])];
  emitWarnings([...unsafeWarnings(), ...ssh.warnings, ...loaded.warnings, ...warnings, ...ofLastRun], report);
  if (isNonEmpty(faults)) return { ok: false, faults };
  if (!starts.ok) return starts;
  if (plan.plays.every(({ batches }) => batches.length === 0)) return bad(runFault("run/nothing-to-do", {}));
  if (!connector.ok) return connector;
  return good({ ...parts, plan, starts: starts.value.starts, connector: connector.value });
}
