import { moduleFault } from "../../../errors/catalogue/modules.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Value } from "../../../model/value.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { namesOf, type AptArgs } from "./args.ts";
import { type AptState } from "./probe.ts";
import { type AptWork } from "./apply.ts";
import { packageNames, type PackageName } from "./names.ts";

const LISTS = { kind: "package", name: "the package lists" } as const;

/** What differs: package by package, and the lists where fetching them was asked for in itself. */
export function decidePackages(args: AptArgs, state: AptState, predicted: Predicted): Decision {
  const names = packageNames(args.name);
  if (!names.ok) return { changes: [], result: {}, fault: names.faults[0] };
  const update = updates(args, state, names.value);
  const fetched = update === "in itself" ? [listsChange(state)] : [];
  const each = names.value.map((wanted) => ({ wanted, now: installedVersion(wanted.name, state, predicted) }));
  const found = each.map(({ wanted, now }) => changeOf(args.state, wanted, now, state, update !== "no"));
  const missing = found.flatMap((item) => (item === "not in the lists" ? [item] : []));
  if (missing.length > 0) {
    const unknown = each.filter((_, index) => found[index] === "not in the lists").map(({ wanted }) => wanted.name);
    return { changes: [], result: {}, fault: moduleFault("modules/no-package", { names: unknown }, { missing: true }) };
  }
  const changes = found.flatMap((item) => (typeof item === "object" ? [item] : []));
  const fault = update === "no" ? noSuchVersion(names.value, changes, state) : undefined;
  if (fault) return { changes: [], result: {}, fault };
  const versions = each.flatMap(({ wanted, now }) => {
    const change = changes.find(({ resource }) => resource.name === wanted.name);
    const version = change ? change.after : now;
    return version === undefined ? [] : [[wanted.name, version] as const];
  });
  return {
    changes: [...fetched, ...changes],
    result: { versions: Object.fromEntries(versions.filter(([, version]) => version !== null)) },
    ...(fetched.length > 0 && args.state === "latest" && names.value.length > 0 && { unpredictable: LATER.reason }),
  };
}

/** Of a package whose lists were not looked at nothing is said. */
function noSuchVersion(names: readonly PackageName[], changes: readonly Change[], { offered }: AptState) {
  for (const { name, version } of names) {
    const versions = offered.get(name);
    const changed = changes.some(({ resource, after }) => resource.name === name && after !== null);
    if (!changed || version === undefined || !versions || versions.includes(version)) continue;
    return moduleFault("modules/no-version", { name, version, versions }, { missing: true });
  }
  return undefined;
}

const LATER = new Unknown("the package lists would be fetched first, and may hold newer versions");

/**
 * With `latest`, and without names, old lists are fetched for their own sake; otherwise only when something is installed. Lists that
 * do not have a package are old, whatever their age: a source may have been added.
 */
function updates({ update_cache, cache_valid_time, state }: AptArgs, found: AptState, names: readonly PackageName[]) {
  const lacking = names.some(({ name }) => !found.installed.has(name) && !found.candidates.has(name));
  if (!update_cache || (found.listsAge < cache_valid_time && !lacking)) return "no";
  return names.length === 0 || state === "latest" ? "in itself" : "before installing";
}

function listsChange({ listsAge }: AptState): Change {
  const before = listsAge > 1_000_000_000 ? "never fetched" : `${Math.round(listsAge / 60)} minutes old`;
  return { resource: LISTS, summary: "fetch the package lists", before, after: "fetched" };
}

function installedVersion(name: string, { installed }: AptState, predicted: Predicted): Value | undefined {
  const later = predicted.get({ kind: "package", name });
  return later === undefined ? installed.get(name) : (later ?? undefined);
}

function changeOf(
  wanted: AptArgs["state"],
  { name, version }: PackageName,
  now: Value | undefined,
  { candidates }: AptState,
  canFetch: boolean,
): Change | "fits" | "not in the lists" {
  const resource = { kind: "package", name } as const;
  const before = now ?? null;
  if (wanted === "absent") {
    return now === undefined ? "fits" : { resource, summary: `remove ${name}`, before, after: null };
  }
  const target = version ?? candidates.get(name);
  const isThere = now !== undefined && (version === undefined || now === version);
  if (isThere && (wanted === "present" || target === undefined || now === target)) return "fits";
  if (now === undefined && !candidates.has(name) && !canFetch) return "not in the lists";
  const after = version ?? (canFetch ? LATER : candidates.get(name)) ?? LATER;
  return {
    resource,
    summary: `${now === undefined ? "install" : "upgrade"} ${name}${version ? ` ${version}` : ""}`,
    before,
    after,
  };
}

/** What apt is to be given for these changes. */
export function workOf(args: AptArgs, changes: readonly Change[], state: AptState): AptWork {
  const names = namesOf(args);
  const changed = names.filter(({ name }) => changes.some(({ resource }) => resource.name === name));
  const update = updates(args, state, names);
  const spelled = (wanted: readonly PackageName[]) =>
    wanted.map(({ name, version }) => (version ? `${name}=${version}` : name));
  if (args.state === "absent") return { install: [], remove: changed.map(({ name }) => name), update: false };
  return { install: spelled(update === "in itself" ? names : changed), remove: [], update: update !== "no" };
}
