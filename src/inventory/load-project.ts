import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import type { Layer } from "../language/scope.ts";
import { loadPlaybooks, type PlaybookRequest } from "../load/load.ts";
import { checkNames, sortFaults } from "../load/names.ts";
import type { Play, Project } from "../load/project.ts";
import { startReading, type Reading } from "../load/reading.ts";
import { showOrigin } from "../model/origin.ts";
import type { Host } from "../model/host.ts";
import { checkHosts } from "./check.ts";
import type { Inventory } from "./inventory.ts";
import { limitHosts } from "./limit.ts";
import { loadInventory } from "./load-inventory.ts";
import { matchPattern } from "./patterns.ts";
import type { HostSettings } from "./settings.ts";
import type { ProcessEnvironment } from "./sources/dotenv.ts";
import { addSecrets, type MissingSecrets, type ReadSecrets } from "./sources/secrets.ts";

export interface ProjectRequest extends PlaybookRequest {
  readonly root: string;
  /** Paths, absolute or from the root; the later ones count more. */
  readonly inventories: readonly string[];
  /** What `-e` gave. */
  readonly extraVars: Layer;
  /** The text after `--limit`; undefined: not given. */
  readonly limit: string | undefined;
  /** The process's environment: overrides `.env`, and says what `~` is. */
  readonly env: ProcessEnvironment;
  /** Opens the encrypted file beside an inventory; without it there are no secrets but those that are to be generated. */
  readonly readSecrets?: ReadSecrets;
}

export interface LoadedProject {
  readonly project: Project;
  readonly inventory: Inventory;
  /** The hosts that any play means and the limit leaves, in the inventory's order. */
  readonly hosts: readonly Host[];
  /** How each of `hosts` is reached, by its name. */
  readonly settings: ReadonlyMap<string, HostSettings>;
  /** Every variable's name that anything in the project uses. */
  readonly names: ReadonlySet<string>;
  readonly warnings: readonly Fault[];
  /** What is to be generated before a real run: until then it is unknown. */
  readonly missingSecrets: readonly MissingSecrets[];
}

/** Why a project cannot be used, and the text of the files that the faults point into. */
export interface Invalid {
  readonly sources: ReadonlyMap<string, string>;
}

/** Reads playbooks and inventories together, so that everything that is wrong with a project is told in one go. */
export async function loadProject(request: ProjectRequest): Promise<Outcome<LoadedProject> & Invalid> {
  const reading = startReading(request.root);
  for (const name of request.extraVars.variables.keys()) reading.known.add(name);
  const { inventory, missing } = await addSecrets(
    await loadInventory(request.inventories, request.env, reading),
    request.inventories,
    reading,
    request.readSecrets ?? (() => Promise.resolve(good(undefined))),
  );
  const unreadable = reading.faults.length > 0 && inventory.hosts.size === 0;
  const { playbooks, providers } = await loadPlaybooks(request, reading);
  const plays = playbooks.flatMap((playbook) => playbook.plays);
  // Without an inventory every pattern would be called unknown.
  const hosts = unreadable ? [] : await chooseHosts(plays, request.limit, inventory, reading);
  const around = { root: reading.root, home: request.env["HOME"], extraVars: request.extraVars };
  const checked = await checkHosts(hosts, inventory, around);
  const faults = [...reading.faults, ...checked.faults, ...undefinedElsewhere(reading, checked.faults)];
  const [first, ...rest] = sortFaults(faults);
  if (first) return { ...bad(first, ...rest), sources: reading.sources };
  const project = { root: reading.root, playbooks, providers, sources: reading.sources };
  const { warnings, sources } = reading;
  const names = new Set(reading.uses.map(({ name }) => name));
  const { settings } = checked;
  const value = { project, inventory, hosts, settings, names, warnings, missingSecrets: missing };
  return { ...good(value), sources };
}

async function chooseHosts(
  plays: readonly Play[],
  limit: string | undefined,
  inventory: Inventory,
  reading: Reading,
): Promise<Host[]> {
  const wanted = new Set<Host>();
  for (const { hosts } of plays) {
    // That no hosts are named has been told by then.
    if (hosts.pattern === "") continue;
    const outcome = matchPattern(inventory, hosts.pattern, hosts.origin);
    if (outcome.ok) for (const host of outcome.value) wanted.add(host);
    else reading.faults.push(...outcome.faults);
  }
  const left = limit === undefined ? undefined : await limitHosts(limit, inventory, reading);
  return [...inventory.hosts.values()].filter(
    (host) => wanted.has(host) && (left === undefined || left.includes(host)),
  );
}

/** Names that nothing defines, but for those that an address has already been found to lack. */
function undefinedElsewhere(reading: Reading, told: readonly Fault[]): Fault[] {
  // The names of secrets that could not be read are not known either.
  if (reading.faults.some(({ code }) => code.startsWith("secrets/"))) return [];
  const places = new Set(told.flatMap(({ origin }) => (origin ? [showOrigin(origin)] : [])));
  return checkNames(reading).filter(({ origin }) => !origin || !places.has(showOrigin(origin)));
}
