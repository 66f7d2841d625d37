import path from "node:path";
import { inventoryFault } from "../errors/catalogue/inventory.ts";
import { nearest } from "../errors/nearest.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import { writtenAt, type Layer, type Typing, type Variable } from "../language/scope.ts";
import { loadPlaybooks, type PlaybookRequest } from "../load/load.ts";
import { checkFileUses } from "../load/lookups/check.ts";
import { checkNames, hidesNames, sortFaults } from "../load/names.ts";
import type { Play, Project } from "../load/project.ts";
import { define, type DefinedAt } from "../load/variables.ts";
import { startReading, type Added, type Reading, type ReadSecret } from "../load/reading.ts";
import { warnOfCode } from "../load/unread-parts.ts";
import { specsByName, typingOf, type VariableTypes } from "../load/specs/coerce.ts";
import { declaredTypes } from "../load/specs/declared.ts";
import { showOrigin, type Origin } from "../model/origin.ts";
import type { Host } from "../model/host.ts";
import { withAnswers, type Answers } from "./answers.ts";
import { checkHosts } from "./check.ts";
import type { Inventory } from "./inventory.ts";
import { limitHosts, readLimit, type Limit } from "./patterns/limit.ts";
import type { UnownedVars } from "./draft.ts";
import { laterOf } from "./growth/unowned.ts";
import { inventoryFiles, loadInventory } from "./load-inventory.ts";
import { hostToDelegateTo } from "./patterns/delegate.ts";
import { computeHosts } from "./patterns/computed.ts";
import { isLater } from "./patterns/later.ts";
import { matchPattern } from "./patterns/patterns.ts";
import {
  checkAddedSettings,
  checkExtraSettings,
  checkInventorySettings,
  checkPlaybookSettings,
} from "./setting-checks.ts";
import type { HostSettings } from "./settings.ts";
import { warnOfAnsibleCfg } from "./sources/ansible-cfg.ts";
import type { ProcessEnvironment } from "./sources/dotenv.ts";
import { readImageLock, type ImageLock } from "./sources/image-lock.ts";
import type { RunProgram } from "./sources/program.ts";
import { folderOf } from "./sources/source.ts";
import { addSecrets, type MissingSecrets, type ReadSecrets, type WithSecrets } from "./sources/secrets.ts";
import { warnOfUnreadFolders } from "./sources/vars-folders.ts";
import { unreadVariables } from "./unread.ts";

/** The files and options that a project is loaded from. */
export interface ProjectRequest extends PlaybookRequest {
  readonly root: string;
  /** Paths, absolute or relative to the root; later ones take precedence. Empty for the default, inventory.yaml. */
  readonly inventories: readonly string[];
  /** Variables from `-e`. */
  readonly extraVars: Layer;
  /** What was typed for `vars_prompt`; undefined before anybody was asked. */
  readonly answers?: Answers;
  /** The value of `--limit`; undefined if it was not given. */
  readonly limit: string | undefined;
  /** The hosts that `@failed` means in it. */
  readonly failed?: readonly string[] | undefined;
  /** The process's environment: overrides `.env`; its HOME replaces `~`. */
  readonly env: ProcessEnvironment;
  /** The text of playbooks that are no files, by name. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Runs inventories that are programs. Without it, they are rejected. */
  readonly runProgram?: RunProgram;
  /** Decrypts the secrets next to an inventory. Without it, the only secrets are those that will be generated. */
  readonly readSecrets?: ReadSecrets;
  /** Runs the programs that print secrets. Without it, these are unknown. */
  readonly readSecret?: ReadSecret;
}

/** A project without faults. */
export interface LoadedProject {
  readonly project: Project;
  readonly inventory: Inventory;
  /** The folder of the first inventory, absolute. */
  readonly inventoryDir: string;
  /** The hosts that match a play and the limit, in the inventory's order. */
  readonly hosts: readonly Host[];
  /** What `--limit` leaves; undefined if it was not given. */
  readonly limit: Limit | undefined;
  /** Reads the inventory's files and programs again. */
  readonly reread: () => Promise<Outcome<Inventory>>;
  /** The connection settings of `hosts`, and of those that tasks are delegated to by a literal name, by host name. */
  readonly settings: ReadonlyMap<string, HostSettings>;
  /** Variables from `-e`. */
  readonly extraVars: Layer;
  /** What is known of the types of variables, and what gives them to values. */
  readonly types: VariableTypes;
  readonly typing: Typing;
  /** The names of all variables that the project uses. */
  readonly names: ReadonlySet<string>;
  /** The names of all facts that it uses. */
  readonly facts: ReadonlySet<string>;
  readonly warnings: readonly Fault[];
  /** The digests that the images are locked to. */
  readonly imageLock: ImageLock;
  /** Secrets to generate before a real run; they are unknown until then. */
  readonly missingSecrets: readonly MissingSecrets[];
}

/** The text of the project's files by the name that origins use, for the code frames of faults; warnings of a project with faults. */
export interface WithSources {
  readonly warnings?: readonly Fault[];
  readonly sources: ReadonlyMap<string, string>;
}

/** Of a project with faults: what could be read of it, if that is enough to check the values of variables. */
export interface WithRest extends WithSources {
  readonly rest?: LoadedProject;
}

/** Reads playbooks and inventories together, so that one run reports all faults of a project. */
export async function loadProject(request: ProjectRequest): Promise<Outcome<LoadedProject> & WithRest> {
  const reading = startReading(request.root, request.readSecret);
  for (const [name, text] of request.texts ?? []) reading.sources.set(name, text);
  const { inventory: read, unowned, missing, imageLock } = await readInventory(request, reading);
  const unreadable = reading.faults.length > 0 && read.hosts.size === 0;
  const definedBefore = reading.definitions.length;
  const loaded = await loadPlaybooks(request, reading);
  const inventory = { ...read, later: await laterOf(reading.added, unowned) };
  checkAddedSettings(reading);
  checkInventorySettings(inventory.written, reading);
  checkExtraSettings(request.extraVars, reading);
  const early = reading.definitions.slice(0, definedBefore).filter(({ origin }) => !isInventory(origin));
  checkPlaybookSettings([...early, ...reading.definitions.slice(definedBefore)], reading);
  const defined = new Set(reading.known);
  for (const [name, variable] of request.extraVars.variables) define(name, flagOrPosition(name, variable), reading);
  const { playbooks, faults: unknownHosts } = computeHosts(withAnswers(loaded.playbooks, request.answers), {
    inventory,
    extraVars: request.extraVars,
    isAnswered: request.answers !== undefined,
    uses: reading.uses,
  });
  const plays = playbooks.flatMap((playbook) => playbook.plays);
  // Without an inventory, every pattern would be reported as unknown.
  const limit = request.limit === undefined ? undefined : await readLimit(request.limit, request.failed, reading);
  const isUnlimited = request.limit !== undefined && !limit;
  const hosts = unreadable || isUnlimited ? [] : chooseHosts(plays, limit, inventory, reading);
  const context = { root: reading.root, home: request.env["HOME"], extraVars: request.extraVars };
  const delegates = unreadable ? [] : hostsToDelegateTo(inventory, reading);
  const checked = await checkHosts([...new Set([...hosts, ...delegates])], inventory, context);
  const undefinedUses = undefinedNames(reading, checked.faults);
  const faults = [
    ...reading.faults,
    ...checkFileUses(reading),
    ...checked.faults,
    ...undefinedUses,
    ...elsewhere(unknownHosts, undefinedUses),
  ];
  const project = { root: reading.root, playbooks, providers: loaded.providers, sources: reading.sources };
  const { warnings, sources } = reading;
  const names = new Set(reading.uses.map(({ name }) => name));
  const { settings } = checked;
  const { extraVars } = request;
  const types = { specsOf: specsByName(project), declared: declaredTypes(project, writtenVariables(inventory)) };
  const typing = typingOf(types);
  const inventoryDir = await folderOf(request.inventories[0] ?? "inventory.yaml", reading.root);
  const known = {
    project,
    inventory,
    inventoryDir,
    hosts,
    limit,
    settings,
    names,
    facts: reading.facts,
    extraVars,
    types,
    typing,
  };
  const reread = () => rereadInventory(request, reading.added);
  const value = { ...known, reread, warnings, imageLock, missingSecrets: missing };
  const [first, ...others] = sortFaults(faults);
  if (first) return { ...bad(first, ...others), sources, warnings, ...(!hidesNames(reading) && { rest: value }) };
  warnings.push(...(await unreadVariables({ project, inventory, extraVars, defined }, reading)));
  return { ...good(value), sources };
}

/** The hosts of the inventory that tasks name literally. An unknown name is recorded as a fault. */
function hostsToDelegateTo(inventory: Inventory, reading: Reading): Host[] {
  const hosts = reading.delegates.flatMap(({ name, origin }) => {
    const host = hostToDelegateTo(inventory, name, origin);
    if (!host.ok && isLater(name, inventory)) return [];
    if (!host.ok) reading.faults.push(...host.faults);
    return host.ok ? [host.value] : [];
  });
  return hosts.filter((host) => inventory.hosts.has(host.name));
}

function* writtenVariables({ hosts, groups }: Inventory): Iterable<readonly [string, Variable]> {
  for (const { layers } of [...groups.values(), ...hosts.values()]) {
    for (const { variables } of layers) yield* variables;
  }
}

/** Reads only the inventories: the connection settings of one host. */
export async function loadHost(
  request: Pick<ProjectRequest, "root" | "inventories" | "env" | "runProgram" | "readSecrets" | "readSecret">,
  name: string,
): Promise<Outcome<HostSettings> & WithSources> {
  const reading = startReading(request.root, request.readSecret);
  const { inventory } = await readInventory({ ...request, playbooks: [] }, reading);
  checkInventorySettings(inventory.written, reading);
  const host = inventory.hosts.get(name);
  const context = { root: reading.root, home: request.env["HOME"], extraVars: { name: "-e", variables: new Map() } };
  const { settings, faults } = await checkHosts(host ? [host] : [], inventory, context);
  const found = settings.get(name);
  if (found) return { ...good(found), sources: reading.sources };
  const unknown = inventoryFault("inventory/unknown-pattern", { name, near: nearest(name, inventory.hosts.keys()) });
  const [first = unknown, ...rest] = sortFaults([...reading.faults, ...faults]);
  return { ...bad(first, ...rest), sources: reading.sources };
}

async function rereadInventory(request: InventoryRequest, added: Added): Promise<Outcome<Inventory>> {
  const reading = startReading(request.root);
  const { inventory, unowned } = await readInventory(request, reading);
  const later = await laterOf(added, unowned);
  checkInventorySettings(inventory.written, reading);
  const [first, ...others] = sortFaults(reading.faults);
  return first ? bad(first, ...others) : good({ ...inventory, later });
}

/** Whether a definition is in a file whose settings count: not in `.env` and not among the secrets. */
function isInventory({ file }: Origin): boolean {
  return ![".env", "secrets.yaml"].includes(path.basename(file));
}

type InventoryRequest = Pick<
  ProjectRequest,
  "root" | "inventories" | "env" | "playbooks" | "readSecrets" | "runProgram"
>;

async function readInventory(
  request: InventoryRequest,
  reading: Reading,
): Promise<WithSecrets & { readonly imageLock: ImageLock; readonly unowned: readonly UnownedVars[] }> {
  const files = await inventoryFiles(request.inventories, reading);
  const playbookFolders = request.playbooks.map((file) => path.dirname(path.resolve(reading.root, file)));
  const context = { env: request.env, run: request.runProgram, playbookFolders };
  const { inventory, unowned } = await loadInventory(files, context, reading);
  await warnOfAnsibleCfg(reading);
  const folders = await Promise.all(files.map((file) => folderOf(file, reading.root)));
  for (const folder of new Set([reading.root, ...playbookFolders])) await warnOfCode(folder, reading);
  if (![...folders, ...playbookFolders].includes(reading.root)) {
    await warnOfUnreadFolders(reading.root, folders.at(-1) ?? reading.root, reading);
  }
  const imageLock = await readImageLock(folders.at(-1) ?? reading.root, reading);
  const read = request.readSecrets ?? (() => Promise.resolve(good(undefined)));
  return { ...(await addSecrets(inventory, folders, reading, read)), imageLock, unowned };
}

/** Where `-e` sets a variable: in a file, or on the command line. */
function flagOrPosition(name: string, variable: Variable): DefinedAt {
  const origin = writtenAt(variable);
  return origin ? { origin } : { details: [`-e ${name}=…`] };
}

function chooseHosts(plays: readonly Play[], limit: Limit | undefined, inventory: Inventory, reading: Reading): Host[] {
  const matched = new Set<Host>();
  for (const { hosts } of plays) {
    // An empty pattern has already been reported.
    if (hosts.pattern === "") continue;
    const outcome = matchPattern(inventory, hosts.pattern, hosts.origin);
    if (outcome.ok) for (const host of outcome.value) matched.add(host);
    else reading.faults.push(...outcome.faults);
  }
  const limited = limit && limitHosts(limit, inventory);
  if (limited && !limited.ok) reading.faults.push(...limited.faults);
  const chosen = limited && new Set(limited.ok ? limited.value : []);
  return [...inventory.hosts.values()].filter((host) => matched.has(host) && (chosen?.has(host) ?? true));
}

/** The faults that are not at the place of another one, which explains them. */
function elsewhere(faults: readonly Fault[], others: readonly Fault[]): Fault[] {
  const places = new Set(others.flatMap(({ origin }) => (origin ? [showOrigin(origin)] : [])));
  return faults.filter(({ origin }) => !origin || !places.has(showOrigin(origin)));
}

/** Uses of undefined names, except at positions that the settings have already reported. */
function undefinedNames(reading: Reading, reported: readonly Fault[]): Fault[] {
  // If secrets could not be read, their names are not known.
  if (reading.faults.some(({ code }) => code.startsWith("secrets/"))) return [];
  const places = new Set(reported.flatMap(({ origin }) => (origin ? [showOrigin(origin)] : [])));
  return checkNames(reading).filter(({ origin }) => !origin || !places.has(showOrigin(origin)));
}
