import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { Change, Resource } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { type Args, isAbsent, isCleaning, isFile, isWhole, namesOf } from "./args.ts";
import type { Package, PackageFile, State } from "./probe.ts";
import { isNewer, splitSpec } from "./version.ts";

const LATER = new Unknown("the package manager chooses the version when it runs");
const METADATA = new Unknown("the repositories' metadata would be fetched first, and may have newer versions");
const SOURCES = new Unknown("earlier tasks would change the repositories");
const PACKAGES = new Unknown(
  "earlier tasks would change packages, and only the package manager knows what nothing needs after that",
);

/** The metadata of the repositories. */
export const CACHE = { kind: "setting", name: "dnf/metadata" } as const;

/** A package of this system, or of the one in `installroot`. */
export function packageOf({ installroot }: Args, name: string): Resource {
  return installroot === undefined ? { kind: "package", name } : { kind: "setting", name: `rpm${installroot}/${name}` };
}

export function decide(args: Args, state: State, predicted: Predicted): Decision {
  const decision = decideChanges(args, state, predicted);
  if (decision.changes.length === 0 || state.isRoot) return decision;
  return { changes: [], result: {}, fault: systemFault("modules/not-root", { what: "change packages" }) };
}

function decideChanges(args: Args, state: State, predicted: Predicted): Decision {
  if (isCleaning(args)) return decideListed(args, state, predicted);
  const names = namesOf(args).filter((name) => name !== "*");
  if (names.length === 0) return isWhole(args) ? decideListed(args, state, predicted) : decideCache();
  const found = names.map((name) => changeOf(args, name, state, predicted));
  const fault = found.find((each) => typeof each === "object" && "fault" in each);
  if (typeof fault === "object" && "fault" in fault) return { changes: [], result: {}, fault: fault.fault };
  const changes = found.flatMap((each) => (typeof each === "object" && "resource" in each ? [each] : []));
  const unclear = found.find((each) => each instanceof Unknown);
  const versions = names.flatMap((name) => versionAfter(args, name, changes, state));
  const isOpen = unclear instanceof Unknown && changes.length === 0;
  return {
    changes: unclear instanceof Unknown ? [...changes, cacheChange("upgrade packages", unclear)] : changes,
    result: { versions: Object.fromEntries(versions) },
    ...(isOpen && { unpredictable: unclear.reason }),
  };
}

type Found = Change | { readonly fault: Fault } | Unknown | "fits";

function changeOf(args: Args, name: string, state: State, predicted: Predicted): Found {
  if (isFile(name) && !isAbsent(args)) return fileChange(args, name, state, predicted);
  const resource = packageOf(args, name);
  const later = predicted.get(resource);
  const now = later === undefined ? versionsOf(name, state) : later === null ? undefined : later;
  if (isAbsent(args)) {
    if (now === undefined || isFile(name)) return "fits";
    return { resource, summary: `remove ${name}`, before: now instanceof Unknown ? null : now, after: null };
  }
  const split = splitSpec(name);
  if (now !== undefined || (later === undefined && state.provided.has(name)))
    return args.state === "latest" && split === undefined ? upgrade(args, name, state, predicted) : "fits";
  const base = split && state.installed.get(split.name);
  const newer = split && base?.find(({ evr }) => isNewer(evr, split.evr));
  if (split && newer && !args.allow_downgrade)
    return {
      fault: systemFault(
        "modules/newer-installed",
        { name: split.name, version: split.evr, now: newer.evr },
        { missing: true },
      ),
    };
  return { resource, summary: `install ${name}`, before: base ? shown(base) : null, after: split?.evr ?? LATER };
}

const shown = (packages: readonly Package[]) => packages.map(({ evr }) => evr).join(", ");

function versionsOf(name: string, { installed }: State): string | undefined {
  const packages = installed.get(name);
  return packages && shown(packages);
}

/** The upgrade of an installed package. */
function upgrade(args: Args, name: string, state: State, predicted: Predicted): Found {
  const now = state.installed.get(name);
  const unclear = whyUnclear(args, state, predicted);
  if (unclear) return unclear;
  if (!now || predicted.get(packageOf(args, name)) !== undefined) return LATER;
  const newest = state.listed?.find((each) => now.some((one) => one.name === each.name));
  if (!newest) return "fits";
  return { resource: packageOf(args, name), summary: `upgrade ${name}`, before: shown(now), after: newest.evr };
}

/** Why the metadata do not tell what dnf would do. */
function whyUnclear({ update_cache }: Args, { listed }: State, predicted: Predicted): Unknown | undefined {
  if (update_cache === true || listed === undefined) return METADATA;
  const isSource = (path: string) => /^\/etc\/(yum\.repos\.d|dnf|zypp|yum\.conf|pki\/rpm-gpg)(\/|$)/.test(path);
  return predicted.get(CACHE) !== undefined || predicted.any("path", isSource) ? SOURCES : undefined;
}

function fileChange(args: Args, path: string, state: State, predicted: Predicted): Found {
  const later = predicted.get({ kind: "path", name: path });
  if (later !== undefined && later !== null) return new Unknown(`an earlier task would bring ${path}`);
  const file = later === null ? MISSING : (state.files.get(path) ?? MISSING);
  if ("problem" in file) return { fault: unusable(path, file) };
  const resource = packageOf(args, file.name);
  const installed = predicted.get(resource);
  if (installed instanceof Unknown) return installed;
  const packages = installed === undefined ? (state.installed.get(file.name) ?? []) : [];
  if (installed === file.evr || packages.some(({ evr }) => evr === file.evr)) return "fits";
  const newer = packages.find(({ evr }) => isNewer(evr, file.evr));
  if (newer && !args.allow_downgrade)
    return {
      fault: systemFault(
        "modules/newer-installed",
        { name: file.name, version: file.evr, now: newer.evr },
        { missing: true },
      ),
    };
  const summary = `install ${file.name} ${file.evr} from ${path.replace(/\?.*$/, "")}`;
  return { resource, summary, before: packages.length > 0 ? shown(packages) : null, after: file.evr };
}

const MISSING = { problem: "missing", details: [] } as const;

function unusable(file: string, { problem, details }: Extract<PackageFile, { problem: string }>): Fault {
  const path = file.replace(/\?.*$/, "");
  if (problem === "missing") return systemFault("modules/no-package-file", { path }, { missing: true });
  if (problem === "unreadable") return systemFault("modules/bad-package-file", { path }, { details, missing: true });
  const install = "`package: {name: curl}`";
  return systemFault(
    "modules/no-program",
    { program: "curl or wget", what: "fetch the package", install },
    { missing: true },
  );
}

/** All upgrades, or all removals of what nothing needs. */
function decideListed(args: Args, state: State, predicted: Predicted): Decision {
  const verb = isCleaning(args) ? "remove" : "upgrade";
  const unclear = isCleaning(args) && touchesPackages(args, predicted) ? PACKAGES : whyUnclear(args, state, predicted);
  if (unclear)
    return { changes: [cacheChange(`${verb} packages`, unclear)], result: {}, unpredictable: unclear.reason };
  const changes = (state.listed ?? []).map(({ name, evr }): Change => {
    const after = isCleaning(args) ? null : evr;
    const before = isCleaning(args) ? evr : "older";
    return { resource: packageOf(args, name), summary: `${verb} ${name}`, before, after };
  });
  const open = changes.filter(({ resource, after }) => predicted.get(resource) !== after);
  return { changes: open, result: {} };
}

/** Whether earlier tasks would change packages of the same system. */
function touchesPackages({ installroot }: Args, predicted: Predicted): boolean {
  return installroot === undefined
    ? predicted.any("package")
    : predicted.any("setting", (name) => name.startsWith(`rpm${installroot}/`));
}

function decideCache(): Decision {
  return {
    changes: [cacheChange("fetch the repositories' metadata", METADATA)],
    result: {},
    unpredictable: METADATA.reason,
  };
}

function cacheChange(summary: string, after: Unknown): Change {
  return { resource: CACHE, summary, before: null, after };
}

function versionAfter(
  args: Args,
  name: string,
  changes: readonly Change[],
  state: State,
): readonly (readonly [string, string | Unknown])[] {
  const file = state.files.get(name);
  const key = file && "name" in file ? file.name : name;
  const change = changes.find(({ resource }) => resource.name === packageOf(args, key).name);
  const version = change ? change.after : versionsOf(key, state);
  return typeof version === "string" || version instanceof Unknown ? [[key, version]] : [];
}
