import { moduleFault } from "../../../errors/catalogue/modules.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { nearest } from "../../../errors/nearest.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Value } from "../../../model/value.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { namesOf, type AptArgs } from "./args.ts";
import { type AptState } from "./probe.ts";
import { type AptWork } from "./apply.ts";
import { packageNames, type PackageName } from "./names.ts";

/** The lists of the packages that the sources have. */
export const LISTS = { kind: "package", name: "the package lists" } as const;

/** One change per package that differs, and one for the lists if fetching them is a change in itself. */
export function decidePackages(args: AptArgs, state: AptState, predicted: Predicted): Decision {
  const names = packageNames(args.name);
  if (!names.ok) return { changes: [], result: {}, fault: names.faults[0] };
  const update = updateNeed(args, withPredictedSources(state, predicted), names.value);
  const fetched = update === "as its own change" ? [listsChange(state)] : [];
  const packages = names.value.map((desired) => ({ desired, now: installedVersion(desired.name, state, predicted) }));
  const found = packages.map(({ desired, now }) => changeOf(args, desired, now, state, update !== "no"));
  const unknown = packages.filter((_, index) => found[index] === "not in the lists").map(({ desired }) => desired.name);
  if (unknown.length > 0) {
    return { changes: [], result: {}, fault: unknownPackages(unknown, state) };
  }
  const changes = found.flatMap((item) => (typeof item === "object" ? [item] : []));
  const fault =
    heldPackage(changes, state) ?? (update === "no" ? noSuchVersion(names.value, changes, state) : undefined);
  if (fault) return { changes: [], result: {}, fault };
  const versions = packages.flatMap(({ desired, now }) => {
    const change = changes.find(({ resource }) => resource.name === desired.name);
    const version = change ? change.after : now;
    return version === undefined ? [] : [[desired.name, version] as const];
  });
  return {
    changes: [...fetched, ...changes],
    result: { versions: Object.fromEntries(versions.filter(([, version]) => version !== null)) },
    ...((fetched.length > 0 || predicted.get(LISTS) !== undefined) &&
      args.state === "latest" &&
      names.value.length > 0 && { unpredictable: LATER.reason }),
  };
}

function unknownPackages(names: readonly string[], { providers, near }: AptState): Fault {
  for (const name of names) {
    const found = providers.get(name);
    if (found) return moduleFault("modules/virtual-package", { name, providers: found });
  }
  const similar = names.flatMap((name) => nearest(name, near.get(name) ?? []) ?? []);
  return moduleFault("modules/no-package", { names, similar }, { missing: true });
}

/** An earlier command may release the package. */
function heldPackage(changes: readonly Change[], { held, installed }: AptState): Fault | undefined {
  const name = changes.map(({ resource }) => resource.name).find((each) => held.has(each) && installed.has(each));
  if (name === undefined) return undefined;
  return moduleFault("modules/held-package", { name, version: installed.get(name) ?? "" }, { missing: true });
}

/** A fault if a version to install is not in the lists. A package that was not looked up is not checked. */
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

/** In check mode, earlier tasks may change the sources or fetch the lists. */
function withPredictedSources(state: AptState, predicted: Predicted): AptState {
  const isSource = (path: string) => /^\/etc\/apt\/(?:sources\.list|keyrings|trusted\.gpg)/.test(path);
  if (predicted.get(LISTS) === undefined) {
    return { ...state, sourcesChanged: state.sourcesChanged || predicted.any("path", isSource) };
  }
  return { ...state, listsAge: 0, sourcesChanged: predicted.any("path", isSource, LISTS) };
}

/**
 * With `latest`, or without names, fetching outdated lists is a change in itself; otherwise they are fetched only before installing.
 * Lists without a requested package count as outdated, whatever their age: a source may have been added.
 */
function updateNeed(
  { update_cache, cache_valid_time, state }: AptArgs,
  found: AptState,
  names: readonly PackageName[],
) {
  const incomplete = names.some(({ name }) => !found.installed.has(name) && !found.candidates.has(name));
  const fresh = found.listsAge < cache_valid_time && !found.sourcesChanged;
  if (!update_cache || (fresh && !incomplete)) return "no";
  return names.length === 0 || state === "latest" ? "as its own change" : "before installing";
}

function listsChange({ listsAge, sourcesChanged }: AptState): Change {
  const age = listsAge > 1_000_000_000 ? "never fetched" : `${Math.round(listsAge / 60)} minutes old`;
  const before = sourcesChanged ? `${age}, older than the sources` : age;
  return { resource: LISTS, summary: "fetch the package lists", before, after: "fetched" };
}

function installedVersion(name: string, { installed }: AptState, predicted: Predicted): Value | undefined {
  const later = predicted.get({ kind: "package", name });
  return later === undefined ? installed.get(name) : (later ?? undefined);
}

function changeOf(
  { state, purge }: AptArgs,
  { name, version }: PackageName,
  now: Value | undefined,
  { candidates, leftovers }: AptState,
  canFetch: boolean,
): Change | "fits" | "not in the lists" {
  const resource = { kind: "package", name } as const;
  const before = now ?? null;
  if (state === "absent") {
    if (purge && now === undefined && leftovers.has(name))
      return { resource, summary: `purge ${name}`, before: "configuration files", after: null };
    return now === undefined ? "fits" : { resource, summary: `remove ${name}`, before, after: null };
  }
  const target = version ?? candidates.get(name);
  const isInstalled = now !== undefined && (version === undefined || now === version);
  if (isInstalled && (state === "present" || target === undefined || now === target)) return "fits";
  if (now === undefined && !candidates.has(name) && !canFetch) return "not in the lists";
  const after = version ?? (canFetch ? LATER : candidates.get(name)) ?? LATER;
  return {
    resource,
    summary: `${now === undefined ? "install" : "upgrade"} ${name}${version ? ` ${version}` : ""}`,
    before,
    after,
  };
}

/** The work for apt that makes these changes. */
export function workOf(args: AptArgs, changes: readonly Change[], state: AptState): AptWork {
  const names = namesOf(args);
  const changed = names.filter(({ name }) => changes.some(({ resource }) => resource.name === name));
  const update = updateNeed(args, state, names);
  const spell = (packages: readonly PackageName[]) =>
    packages.map(({ name, version }) => (version ? `${name}=${version}` : name));
  if (args.state === "absent") return { install: [], remove: changed.map(({ name }) => name), update: false };
  return { install: spell(update === "as its own change" ? names : changed), remove: [], update: update !== "no" };
}
