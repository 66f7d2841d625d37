import { cliErrors } from "../errors/catalogue/cli.ts";
import { faultsOf } from "../errors/define.ts";
import { bad, collect, good } from "../errors/fault.ts";
import type { Fault, Outcome } from "../errors/fault.ts";
import { isNonEmpty } from "../model/non-empty.ts";
import type { NonEmpty } from "../model/non-empty.ts";
import type { Secret } from "../model/secret.ts";
import type { ModuleRegistry } from "../module/contract.ts";
import { AD_HOC } from "../events/event.ts";
import { adHocPlaybook, type AdHocTask } from "./ad-hoc.ts";
import type { ImagesRequest } from "./commands/images-request.ts";
import type { InventoryRequest } from "./commands/inventory.ts";
import type { TunnelRequest } from "./commands/tunnel.ts";
import type { UnlockRequest } from "./commands/unlock.ts";
import type { VarsRequest } from "./commands/vars.ts";
import type { LoginOptions } from "./connecting/connection-of.ts";
import { parseExtraVars } from "./extra-vars.ts";
import type { ExtraVars } from "./extra-vars.ts";
import type { FlagValues } from "./flags.ts";
import { reportNameFault } from "./saved/report-file.ts";
import type { Io } from "./io.ts";

const fault = faultsOf(cliErrors);

/** Where a plan is saved, or which is applied: a path relative to the current folder. */
export interface PlanRequest {
  readonly is: "save" | "apply";
  readonly file: string;
}

/** The options of a run. */
export interface RunOptions extends LoginOptions {
  /** As given: relative to the current folder. */
  readonly playbooks: NonEmpty<string>;
  /** The text of playbooks that are no files, by name. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Empty for the default, inventory.yaml. */
  readonly inventories: readonly string[];
  /** Never empty. */
  readonly limit: string | undefined;
  /** The name or glob of the task to start at. */
  readonly startAtTask: string | undefined;
  /** Only on the hosts that failed in the last run, each from its failed task. */
  readonly resume: boolean;
  /** Ask before each task. */
  readonly step: boolean;
  /** The changes of consecutive tasks are sent together. */
  readonly batches: boolean;
  readonly check: boolean;
  readonly diff: boolean;
  /** Empty for all tasks. */
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
  readonly extraVars: readonly ExtraVars[];
  readonly forks: number;
  readonly listHosts: boolean;
  readonly listTasks: boolean;
  readonly listTags: boolean;
  readonly syntaxCheck: boolean;
  readonly exitCode: boolean;
  /** Exit 1 if there is any warning. */
  readonly strict: boolean;
  readonly verbosity: number;
  readonly quiet: boolean;
  readonly json: boolean;
  /** The plan to save or to apply, if it is about one. */
  readonly plan?: PlanRequest;
  /** The file of a report, relative to the current folder. */
  readonly report: string | undefined;
  /** The file of the results in JUnit's XML, relative to the current folder. */
  readonly junit: string | undefined;
  readonly become: boolean;
  readonly becomePassword: Secret | undefined;
  /** Use files that other users can change. */
  readonly allowUnsafeProject: boolean;
  /** How long to wait for a host that another run is changing, in seconds. */
  readonly lockTimeout: number;
}

/** Executes a run; resolves to the exit code. */
export type RunPlaybooks = (options: RunOptions, io: Io, registry: ModuleRegistry) => Promise<number>;

/** The options of a run before the password prompt. */
export interface RunRequest {
  readonly options: Omit<RunOptions, "becomePassword">;
  readonly askBecomePassword: boolean;
}

/** Flags that only inspect the project: no host is connected to, so no password is needed. */
const OFFLINE = ["list-hosts", "list-tasks", "list-tags", "syntax-check"] as const;
const FORKS = 10;
const TIMEOUT = 10;
/** Longer than it takes until what a killed run was doing on a host has ended. */
const LOCK_TIMEOUT = 20;

/** The run that playbooks and flags describe, or all their faults. */
export function runRequest(playbooks: readonly string[], flags: FlagValues): Outcome<RunRequest> {
  const extraVars = parseExtraVars(flags["extra-vars"]);
  const wrong = collect<unknown>([extraVars, ...usage(playbooks, flags).map((one) => bad(one))]);
  if (!wrong.ok) return wrong;
  if (!extraVars.ok || !isNonEmpty(playbooks)) return bad(fault("cli/no-playbook", {}));
  const connects = !OFFLINE.some((flag) => flags[flag]);
  const options = optionsOf(playbooks, extraVars.value, flags);
  return good({ options, askBecomePassword: connects && flags["ask-become-pass"] });
}

/** The check whose result `provision plan PLAYBOOK... -o FILE` saves, or its faults. */
export function planRequest(playbooks: readonly string[], flags: FlagValues): Outcome<RunRequest> {
  const { output } = flags;
  const request = runRequest(playbooks, { ...flags, check: true });
  if (output === undefined) return bad(fault("cli/plan-without-file", {}), ...(request.ok ? [] : request.faults));
  if (!request.ok) return request;
  return good({ ...request.value, options: { ...request.value.options, plan: { is: "save", file: output } } });
}

/** The run that `provision apply FILE` describes, or its faults. What it runs is in the file. */
export function applyRequest(file: string, flags: FlagValues): Outcome<RunRequest> {
  const request = runRequest([file], flags);
  if (!request.ok) return request;
  return good({ ...request.value, options: { ...request.value.options, plan: { is: "apply", file } } });
}

/** The run of one task that `provision run HOSTS MODULE [ARGS]` describes, or its faults. */
export function adHocRequest(task: AdHocTask, flags: FlagValues): Outcome<RunRequest> {
  const request = runRequest([AD_HOC], flags);
  if (!request.ok) return request;
  const texts = new Map([[AD_HOC, adHocPlaybook(task)]]);
  return good({ ...request.value, options: { ...request.value.options, texts } });
}

function usage(playbooks: readonly string[], flags: FlagValues): Fault[] {
  return [
    ...(playbooks.length === 0 ? [fault("cli/no-playbook", {})] : []),
    ...(flags["exit-code"] && !flags.check ? [fault("cli/exit-code-without-check", {})] : []),
    ...nothingToReport(flags),
    ...[reportNameFault(flags.report)].flatMap((one) => one ?? []),
    ...(flags.resume && flags["start-at-task"] !== undefined
      ? [fault("cli/exclusive-flags", { one: "--resume", other: "--start-at-task" })]
      : []),
  ];
}

function nothingToReport(flags: FlagValues): Fault[] {
  if (!OFFLINE.some((flag) => flags[flag])) return [];
  const given = (["report", "junit"] as const).filter((flag) => flags[flag] !== undefined);
  return given.map((flag) => fault("cli/nothing-to-report", { flag: `--${flag}` }));
}

function optionsOf(
  playbooks: NonEmpty<string>,
  extraVars: readonly ExtraVars[],
  flags: FlagValues,
): RunRequest["options"] {
  return {
    playbooks,
    inventories: flags.inventory,
    limit: flags.limit,
    startAtTask: flags["start-at-task"],
    resume: flags.resume,
    step: flags.step,
    check: flags.check,
    batches: !flags["no-batch"],
    diff: flags.diff,
    tags: flags.tags,
    skipTags: flags["skip-tags"],
    extraVars,
    forks: flags.forks ?? FORKS,
    listHosts: flags["list-hosts"],
    listTasks: flags["list-tasks"],
    listTags: flags["list-tags"],
    syntaxCheck: flags["syntax-check"],
    exitCode: flags["exit-code"],
    strict: flags.strict,
    verbosity: flags.verbose,
    quiet: flags.quiet,
    json: flags.json,
    report: flags.report,
    junit: flags.junit,
    become: flags.become,
    ...loginOptions(flags),
    allowUnsafeProject: flags["allow-unsafe-project"],
    lockTimeout: flags["lock-timeout"] ?? LOCK_TIMEOUT,
  };
}

/** What `provision unlock HOST` and its flags describe. */
export function unlockRequest(host: string, flags: FlagValues): UnlockRequest {
  return {
    host,
    inventories: flags.inventory,
    become: flags.become,
    askBecomePassword: flags["ask-become-pass"],
    ...loginOptions(flags),
    yes: flags.yes,
  };
}

/** What `provision tunnel [SERVICE]...` and its flags describe, or their faults. */
export function tunnelRequest(services: readonly string[], flags: FlagValues): Outcome<TunnelRequest> {
  const extraVars = parseExtraVars(flags["extra-vars"]);
  if (!extraVars.ok) return extraVars;
  return good({ services, playbook: flags.playbook ?? SITE, ...projectOptions(flags), extraVars: extraVars.value });
}

/** What `provision images lock [PLAYBOOK]` and its flags describe, or their faults. */
export function imagesRequest(playbook: string | undefined, flags: FlagValues): Outcome<ImagesRequest> {
  const extraVars = parseExtraVars(flags["extra-vars"]);
  if (!extraVars.ok) return extraVars;
  const { limit, check } = flags;
  return good({ playbook: playbook ?? SITE, limit, check, ...projectOptions(flags), extraVars: extraVars.value });
}

/** What `provision vars HOST [NAME]` and its flags describe, or their faults. */
export function varsRequest(host: string, name: string | undefined, flags: FlagValues): Outcome<VarsRequest> {
  const extraVars = parseExtraVars(flags["extra-vars"]);
  if (!extraVars.ok) return extraVars;
  return good({ host, name, playbook: flags.playbook, ...inspectOptions(flags), extraVars: extraVars.value });
}

/** What the command `inventory` and its flags describe, or their faults. */
export function inventoryRequest(flags: FlagValues): Outcome<InventoryRequest> {
  const { list, graph, host } = flags;
  const forms: InventoryRequest["show"][] = [
    ...(list ? [{ as: "list" } as const] : []),
    ...(graph ? [{ as: "graph" } as const] : []),
    ...(host === undefined ? [] : [{ as: "host", host } as const]),
  ];
  const [show, ...others] = forms;
  if (!show || others.length > 0) return bad(fault("cli/inventory-form", {}));
  const extraVars = parseExtraVars(flags["extra-vars"]);
  if (!extraVars.ok) return extraVars;
  return good({ show, playbook: undefined, ...inspectOptions(flags), extraVars: extraVars.value });
}

function inspectOptions(flags: FlagValues) {
  return { inventories: flags.inventory, allowUnsafeProject: flags["allow-unsafe-project"] };
}

function loginOptions(flags: FlagValues): LoginOptions {
  return {
    user: flags.user,
    privateKey: flags["private-key"],
    timeout: flags.timeout ?? TIMEOUT,
    sshConfig: flags["ssh-config"],
    acceptNewHostKeys: flags["accept-new-host-keys"],
    askPassword: flags["ask-pass"] && !OFFLINE.some((flag) => flags[flag]),
    sshPassword: undefined,
  };
}

const SITE = "playbooks/site.yaml";

function projectOptions(flags: FlagValues) {
  return {
    inventories: flags.inventory,
    ...loginOptions(flags),
    allowUnsafeProject: flags["allow-unsafe-project"],
  };
}
