import { stat } from "node:fs/promises";
import path from "node:path";
import { writtenNames } from "../../../plan/before-run.ts";
import type { RunContext } from "../../../run/context.ts";
import type { RunHosts } from "../../../run/places/hosts.ts";
import { taskScope, type ScopeSources } from "../../../run/scope.ts";
import { defectFault } from "../../defect.ts";
import { readVersion } from "../../version.ts";
import type { Execution, Settings } from "./execution.ts";

type ContextParts = Pick<RunContext, "clock" | "interrupted" | "projectNames" | "inventory"> & {
  readonly hosts: RunHosts;
  readonly settings: Settings;
};

/** What the run of a plan needs of this program. */
export function contextOf(
  { loaded, extraVars, options, io, registry, report, approval }: Execution,
  { hosts, inventory: growing, settings, clock, interrupted, projectNames }: ContextParts,
): RunContext {
  const { project, inventory, names, typing } = loaded;
  const { root, providers } = project;
  const missingSecrets = loaded.missingSecrets.flatMap(({ lengths }) => [...lengths.keys()]);
  for (const name of writtenNames(project)) io.mask.addName(name);
  const usesHostvars = names.has("hostvars");
  const locked = loaded.imageLock.digests;
  const magic = {
    check_mode: options.check,
    verbosity: options.verbosity,
    inventory_dir: loaded.inventoryDir,
    provision_version: readVersion(),
  };
  const known = { missingSecrets, usesHostvars, locked, magic, env: io.env };
  const sources: ScopeSources = { root, inventory, extraVars, typing, hosts, providers, ...known };
  return {
    registry,
    clock,
    wallClock: io.now,
    emit: report.emit,
    check: options.check,
    batches: options.batches,
    approval,
    become: options.become,
    becomeOf: (host) => settings.get(host) ?? { become: undefined, becomeUser: undefined },
    becomePassword: options.becomePassword,
    willReceive: (path) =>
      hosts.all().some(({ target }) => target.overlay.get({ kind: "controller-file", name: path }) !== undefined),
    anythingPending: () => hosts.all().some(({ target }) => !target.overlay.isEmpty),
    interrupted,
    hide: (text) => io.mask.addFound(text),
    defect: (error) => defectFault(error, io, readVersion()),
    projectNames,
    hasPlaybook: (file) => exists(path.resolve(root, file)),
    delegate: (name) => hosts.delegate(name),
    inventory: growing,
    scopeOf: (run, play, planned, around) => taskScope(sources, run, play, { ...planned, ...around }),
  };
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
