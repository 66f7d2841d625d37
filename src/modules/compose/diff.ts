import { Unknown } from "../../model/unknown.ts";
import type { Predicted } from "../../module/contract.ts";
import { readDefinitions, type Definitions, type Lookup } from "./definitions.ts";
import { composeFiles, type ComposeArgs } from "./args.ts";
import { type ComposeState } from "./parse.ts";
import { normalPath } from "../lib/path/args.ts";
import { withPredicted, type PathState } from "../lib/path/state.ts";

/** What is to stand: the project's name, and per service the digest of its definition and whether containers made before still fit. */
export interface Wanted {
  readonly project: string;
  readonly services: ReadonlyMap<string, WantedService>;
  /** Named in the task, but in no file. */
  readonly unknown: readonly string[];
  readonly known: readonly string[];
}

export interface WantedService {
  readonly definition: string;
  /** The digest by which a container fits; nothing where no container that is there can fit. */
  readonly fits: string | undefined;
}

/** As compose itself reads the files; or, where check mode has predicted some of them anew, as we read the new ones beside the old. */
export function wantedServices(
  args: ComposeArgs,
  state: ComposeState,
  predicted: Predicted,
): Wanted | Unknown | undefined {
  const touched = new Set<string>();
  const fresh = readDefinitions(composeFiles(args), lookupIn(args, state, predicted, touched));
  if (touched.size === 0) return fromCompose(args, state);
  if (fresh instanceof Unknown) return fresh;
  const old = readDefinitions(composeFiles(args), (file) => oldText(state, file));
  return fromFiles(args, state, fresh, old instanceof Unknown ? undefined : old);
}

function fromCompose({ project_name }: ComposeArgs, { hashes, name }: ComposeState): Wanted | undefined {
  if (!hashes) return undefined;
  const services = [...hashes].map(([service, hash]) => [service, { definition: hash, fits: hash }] as const);
  return { project: name ?? project_name ?? "", services: new Map(services), unknown: [], known: [...hashes.keys()] };
}

function fromFiles(args: ComposeArgs, state: ComposeState, fresh: Definitions, old: Definitions | undefined): Wanted {
  const named = args.services ?? [...fresh.services].filter(([, { inProfile }]) => !inProfile).map(([name]) => name);
  const services = withDependencies(named, fresh).map((name) => {
    const definition = fresh.services.get(name)?.fingerprint ?? "";
    const same = old?.services.get(name)?.fingerprint === definition;
    return [name, { definition, fits: same ? state.hashes?.get(name) : undefined }] as const;
  });
  return {
    project: args.project_name ?? state.name ?? fresh.name ?? folderName(args.project_src),
    services: new Map(services),
    unknown: named.filter((name) => !fresh.services.has(name)),
    known: [...fresh.services.keys()],
  };
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

/** Compose's own rule for a project without a name. */
function folderName(folder: string): string {
  const last = normalPath(folder).split("/").at(-1) ?? "";
  return last
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
}

function oldText({ texts }: ComposeState, file: string): string | undefined | Unknown {
  return texts.has(file) ? (texts.get(file) ?? new Unknown(`${file} is too long to be compared`)) : undefined;
}

/** The text that a file will have; `touched` collects the files that check mode has predicted. */
function lookupIn(args: ComposeArgs, state: ComposeState, predicted: Predicted, touched: Set<string>): Lookup {
  return (file) => {
    const old = oldText(state, file);
    const here: PathState =
      old === undefined ? "absent" : { kind: "file", ...(typeof old === "string" && { text: old }) };
    const path = normalPath(file.startsWith("/") ? file : `${args.project_src}/${file}`);
    const later = withPredicted(here, predicted, path);
    if (later === here) return old;
    if (later === "absent" && here === "absent") return undefined;
    touched.add(path);
    if (later instanceof Unknown) return later;
    return typeof later === "string" ? undefined : (later.text ?? new Unknown(`${path} is too long to be compared`));
  };
}
