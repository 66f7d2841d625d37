import { moduleFault } from "../../../errors/catalogue/modules.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { nearest } from "../../../errors/nearest.ts";
import type { Value } from "../../../model/value.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { namesOf, type AptArgs } from "./args.ts";
import { decideDeb } from "./deb.ts";
import { LATER, LISTS, listsChange, updateNeed, withPredictedSources } from "./lists.ts";
import { cleansUp, decidePlan, wholeStep } from "./plan.ts";
import type { AptState } from "./state.ts";
import { type AptWork } from "./apply.ts";
import { packageNames, type PackageName } from "./names.ts";

export function decidePackages(args: AptArgs, state: AptState, predicted: Predicted): Decision {
  const { deb } = args;
  if (deb !== undefined) return decideDeb({ ...args, deb }, state, predicted);
  return wholeStep(args).length > 0 || cleansUp(args)
    ? decidePlan(args, state, predicted)
    : decideNames(args, state, predicted);
}

/** One change per package that differs, and one for the lists if fetching them is a change in itself. */
function decideNames(args: AptArgs, state: AptState, predicted: Predicted): Decision {
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
    heldPackage(args, changes, state) ?? (update === "no" ? noSuchVersion(names.value, changes, state) : undefined);
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
function heldPackage(
  { allow_change_held_packages }: AptArgs,
  changes: readonly Change[],
  { held, installed }: AptState,
): Fault | undefined {
  if (allow_change_held_packages === true) return undefined;
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

function installedVersion(name: string, { installed }: AptState, predicted: Predicted): Value | undefined {
  const later = predicted.get({ kind: "package", name });
  return later === undefined ? installed.get(name) : (later ?? undefined);
}

function changeOf(
  { state, purge }: AptArgs,
  { name, version }: PackageName,
  now: Value | undefined,
  { candidates, leftovers, provided }: AptState,
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
  if (now === undefined && version === undefined && provided.has(name)) return "fits";
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
  const whole = wholeStep(args);
  if (whole.length > 0 || cleansUp(args) || args.deb !== undefined) {
    const shown = changes.flatMap(({ resource, after }) =>
      resource.kind === "package" && resource.name !== LISTS.name && after !== null ? [resource.name] : [],
    );
    return { ...NOTHING, update: update !== "no", deb: args.deb, whole, cleans: cleansUp(args), shown };
  }
  const shown = names.map(({ name }) => name);
  if (args.state === "absent") return { ...NOTHING, remove: changed.map(({ name }) => name), shown };
  const install = spell(update === "as its own change" ? names : changed);
  return { ...NOTHING, install, update: update !== "no", shown };
}

const NOTHING: AptWork = { install: [], remove: [], update: false, whole: [], cleans: false, shown: [] };
