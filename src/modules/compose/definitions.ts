import { createHash } from "node:crypto";
import { posix } from "node:path";
import { parse } from "yaml";
import { Unknown } from "../../model/unknown.ts";
import { asList, asTree, type Tree } from "./tree.ts";

/** Returns a project file's text by its name in the project's folder: undefined if it does not exist, `Unknown` if it is not known. */
export type Lookup = (file: string) => string | undefined | Unknown;

/** The definition of one service in the compose files. */
interface Definition {
  /** Changes exactly when the container would be recreated. */
  readonly fingerprint: string;
  readonly dependsOn: readonly string[];
  /** Whether it is started only if it is named (or its profile is chosen). */
  readonly inProfile: boolean;
  /** How many containers it has; undefined if a variable says so. */
  readonly replicas: number | undefined;
}

export interface Definitions {
  readonly name: string | undefined;
  readonly services: ReadonlyMap<string, Definition>;
}

interface Source {
  readonly file: string;
  readonly tree: Tree;
}

/** Reads the compose files and their includes far enough to find the services that a changed file affects. */
export function readDefinitions(files: readonly string[], lookup: Lookup): Definitions | Unknown {
  try {
    const sources = files.flatMap((file) => readSources(file, lookup, []));
    const env = parseEnv(text(".env", lookup) ?? "");
    const names = new Set(sources.flatMap(({ tree }) => Object.keys(asTree(tree["services"]))));
    const services = [...names].map((name) => [name, definitionOf(name, sources, env, lookup)] as const);
    const own = sources.map(({ tree }) => tree["name"]).find((name) => typeof name === "string");
    return { name: env.get("COMPOSE_PROJECT_NAME") ?? own, services: new Map(services) };
  } catch (error) {
    if (error instanceof UnknownFile) return error.unknown;
    if (error instanceof Error) return new Unknown(`the compose files cannot be read: ${error.message}`);
    throw error;
  }
}

/** Ends the reading if a file's text is not known. */
class UnknownFile extends Error {
  readonly unknown: Unknown;

  constructor(unknown: Unknown) {
    super(unknown.reason);
    this.unknown = unknown;
  }
}

function text(file: string, lookup: Lookup): string | undefined {
  const found = lookup(file);
  if (found instanceof Unknown) throw new UnknownFile(found);
  return found;
}

function readSources(file: string, lookup: Lookup, includedBy: readonly string[]): readonly Source[] {
  const content = text(file, lookup);
  if (content === undefined || includedBy.includes(file)) return [];
  const tree = asTree(parse(content, { merge: true }));
  const included = asList(tree["include"]).flatMap((item) =>
    typeof item === "string" ? [item] : asList(asTree(item)["path"]),
  );
  const below = included.flatMap((name) =>
    typeof name === "string" ? readSources(siblingOf(file, name), lookup, [...includedBy, file]) : [],
  );
  return [{ file, tree }, ...below];
}

function siblingOf(file: string, name: string): string {
  return posix.join(posix.dirname(file), name);
}

/** The keys that compose leaves out of its digest of a service. */
const NOT_HASHED = new Set(["build", "pull_policy", "scale", "profiles"]);

function definitionOf(
  name: string,
  sources: readonly Source[],
  env: ReadonlyMap<string, string>,
  lookup: Lookup,
): Definition {
  const parts = sources.flatMap(({ file, tree }) => {
    const service = asTree(tree["services"])[name];
    return service === undefined ? [] : [{ file, service: asTree(service) }];
  });
  const all = parts.flatMap((part) => [part, ...extended(part, lookup, [])]);
  const relevant = all.map(({ service }) => hashed(service));
  const json = canonical(relevant);
  const used = [...new Set([...json.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, variable = ""]) => variable))].sort();
  const files = all.flatMap(({ file, service }) =>
    envFiles(service).map((path) => [...parseEnv(text(siblingOf(file, path), lookup) ?? "")]),
  );
  const everything = canonical([relevant, used.map((variable) => [variable, env.get(variable) ?? null]), files]);
  return {
    fingerprint: createHash("sha256").update(everything).digest("hex"),
    dependsOn: all.flatMap(({ service }) => dependencies(service["depends_on"])),
    inProfile: all.some(({ service }) => asList(service["profiles"]).length > 0),
    replicas: replicasIn(all.map(({ service }) => service)),
  };
}

/** The number of containers in the last part of a definition that sets it. */
function replicasIn(parts: readonly Tree[]): number | undefined {
  const set = parts.flatMap((service) => [service["scale"], asTree(service["deploy"])["replicas"]]);
  const last = set.filter((value) => value !== undefined && value !== null).at(-1);
  return last === undefined ? 1 : typeof last === "number" ? last : undefined;
}

interface Part {
  readonly file: string;
  readonly service: Tree;
}

/** The services that this one extends, in this file or in another. */
function extended({ file, service }: Part, lookup: Lookup, extendedBy: readonly string[]): readonly Part[] {
  const reference = service["extends"];
  const base = typeof reference === "string" ? { service: reference } : asTree(reference);
  const from = typeof base["file"] === "string" ? siblingOf(file, base["file"]) : file;
  const key = `${from} ${String(base["service"])}`;
  if (typeof base["service"] !== "string" || extendedBy.includes(key)) return [];
  const content = text(from, lookup);
  if (content === undefined) return [];
  const part = {
    file: from,
    service: asTree(asTree(asTree(parse(content, { merge: true }))["services"])[base["service"]]),
  };
  return [part, ...extended(part, lookup, [...extendedBy, key])];
}

function hashed(service: Tree): Tree {
  const kept = Object.entries(service).filter(([key]) => !NOT_HASHED.has(key));
  const deploy = Object.entries(asTree(service["deploy"])).filter(([key]) => key !== "replicas");
  return {
    ...Object.fromEntries(kept),
    ...(service["deploy"] !== undefined && { deploy: Object.fromEntries(deploy) }),
  };
}

function dependencies(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : Object.keys(asTree(value));
}

function envFiles(service: Tree): readonly string[] {
  const items = typeof service["env_file"] === "string" ? [service["env_file"]] : asList(service["env_file"]);
  return items
    .map((item) => (typeof item === "string" ? item : asTree(item)["path"]))
    .filter((path) => typeof path === "string");
}

/** Reads lines NAME=VALUE; ignores comments and blank lines. */
export function parseEnv(content: string): ReadonlyMap<string, string> {
  const pairs = content.split("\n").flatMap((line) => {
    const found = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    return found ? [[found[1] ?? "", found[2] ?? ""] as const] : [];
  });
  return new Map(pairs);
}

/** JSON with sorted keys, because their order makes no difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
