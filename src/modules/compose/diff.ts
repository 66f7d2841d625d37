import { Unknown } from "../../model/unknown.ts";
import type { Predicted } from "../../module/contract.ts";
import { readDefinitions, type Definitions, type Lookup } from "./definitions.ts";
import { composeFiles, type ComposeArgs } from "./args.ts";
import { type ComposeState } from "./parse.ts";
import { DEFAULT_SETTINGS, type ServiceSettings } from "./service-settings.ts";
import { normalPath } from "../lib/path/args.ts";
import { withPredicted, type PathState } from "../lib/path/state.ts";

/** The project as it should be. */
export interface DesiredProject {
  readonly project: string;
  readonly services: ReadonlyMap<string, DesiredService>;
  /** Services that the task names but no file defines. */
  readonly unknown: readonly string[];
  readonly known: readonly string[];
}

export interface DesiredService {
  /** The digest of its definition. */
  readonly definition: string;
  /** The hash of containers that need not be recreated; undefined if every existing container is outdated, `Unknown` if it may be. */
  readonly matchingHash: string | undefined | Unknown;
  readonly settings: ServiceSettings;
}

/**
 * The project according to compose. If check mode predicts changed files, which compose cannot read yet, it is derived from the new
 * and the old files instead. Undefined if compose rejects the files.
 */
export function desiredProject(
  args: ComposeArgs,
  state: ComposeState,
  predicted: Predicted,
): DesiredProject | Unknown | undefined {
  const touched = new Set<string>();
  const fresh = readDefinitions(composeFiles(args), lookupIn(args, state, predicted, touched));
  if (touched.size === 0) return fromCompose(args, state);
  if (fresh instanceof Unknown) return fresh;
  const old = oldDefinitions(args, state);
  return fromFiles(args, state, fresh, old instanceof Unknown ? undefined : old);
}

/** The project as compose reads it now; undefined if it rejects the files. */
export function fromCompose({ project_name }: ComposeArgs, state: ComposeState): DesiredProject | undefined {
  const { hashes, name, defined } = state;
  if (!hashes) return undefined;
  const services = [...hashes].map(([service, hash]) => {
    return [service, { definition: hash, matchingHash: hash, settings: settingsOf(service, state) }] as const;
  });
  const known = [...new Set([...hashes.keys(), ...defined])];
  return { project: name ?? project_name ?? "", services: new Map(services), unknown: [], known };
}

function fromFiles(
  args: ComposeArgs,
  state: ComposeState,
  fresh: Definitions,
  old: Definitions | undefined,
): DesiredProject {
  const named = args.services ?? [...fresh.services].filter(([, { inProfile }]) => !inProfile).map(([name]) => name);
  const services = withDependencies(named, fresh).map((name) => {
    const definition = fresh.services.get(name)?.fingerprint ?? "";
    const same = old?.services.get(name)?.fingerprint === definition;
    const matchingHash = same ? hashOf(name, state) : hashOfChanged(name, state);
    const settings = { ...settingsOf(name, state), replicas: fresh.services.get(name)?.replicas ?? 1 };
    return [name, { definition, matchingHash, settings }] as const;
  });
  return {
    project: args.project_name ?? state.name ?? fresh.name ?? folderName(args.project_src),
    services: new Map(services),
    unknown: named.filter((name) => !fresh.services.has(name)),
    known: [...fresh.services.keys()],
  };
}

/** What compose has read: if it rejects the project's own files, each other one by itself, as far as it can be read. */
function oldDefinitions(args: ComposeArgs, state: ComposeState): Definitions | Unknown {
  const own = composeFiles(args);
  const read = (files: readonly string[]) => readDefinitions(files, (file) => oldText(state, file));
  if (state.hashes) return read(own);
  const others = [...state.texts.keys()].filter((file) => /^[^/]*\.ya?ml$/.test(file) && !own.includes(file));
  return read(others.filter((file) => !(read([file]) instanceof Unknown)));
}

/** The digest of a service's definition in the files as they are now. */
function hashOf(name: string, { hashes, parts }: ComposeState): string | undefined | Unknown {
  return (hashes ?? parts).get(name) ?? (hashes ? undefined : DEFINITION_IS_GONE);
}

/** Containers of the definition that changes are outdated. Others may match the new one, as after an edit that is undone: only compose can tell. */
function hashOfChanged(name: string, state: ComposeState): undefined | Unknown {
  const current = hashOf(name, state);
  const own = state.containers.filter(({ service, oneOff }) => service === name && !oneOff);
  return own.every(({ hash }) => hash === current) ? undefined : DEFINITION_IS_GONE;
}

const DEFINITION_IS_GONE = new Unknown(
  "its containers do not match the present files, and only compose can tell whether they match the new ones",
);

/** How a service is to run, as far as compose says so. */
export function settingsOf(service: string, { settings }: Pick<ComposeState, "settings">): ServiceSettings {
  return settings.get(service) ?? DEFAULT_SETTINGS;
}

function withDependencies(names: readonly string[], { services }: Definitions): readonly string[] {
  const found = new Set<string>();
  const add = (name: string) => {
    if (found.has(name) || !services.has(name)) return;
    found.add(name);
    services.get(name)?.dependsOn.forEach(add);
  };
  names.forEach(add);
  return [...found];
}

/** Compose's rule for a project without a name. */
function folderName(folder: string): string {
  const last = normalPath(folder).split("/").at(-1) ?? "";
  return last
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
}

function oldText({ texts }: ComposeState, file: string): string | undefined | Unknown {
  return texts.has(file) ? (texts.get(file) ?? new Unknown(`${file} is too long to compare`)) : undefined;
}

/** Looks up each file's future text; `touched` collects the files that check mode predicts to change. */
function lookupIn(args: ComposeArgs, state: ComposeState, predicted: Predicted, touched: Set<string>): Lookup {
  return (file) => {
    const old = oldText(state, file);
    const now: PathState =
      old === undefined ? "absent" : { kind: "file", ...(typeof old === "string" && { text: old }) };
    const path = normalPath(file.startsWith("/") ? file : `${args.project_src}/${file}`);
    const later = withPredicted(now, predicted, path);
    if (later === now) return old;
    if (later === "absent" && now === "absent") return undefined;
    touched.add(path);
    if (later instanceof Unknown) return later;
    return typeof later === "string" ? undefined : (later.text ?? new Unknown(`${path} is too long to compare`));
  };
}
