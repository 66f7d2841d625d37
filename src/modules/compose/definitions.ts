import { createHash } from "node:crypto";
import { posix } from "node:path";
import { parse } from "yaml";
import { Unknown } from "../../model/unknown.ts";

/** Looks up a file of the project by its name in the project's folder: no text, or nothing known about it. */
export type Lookup = (file: string) => string | undefined | Unknown;

/** What the compose files say of one service. */
interface Definition {
  /** Changes exactly when the container would be made anew. */
  readonly fingerprint: string;
  readonly dependsOn: readonly string[];
  /** Only started when it is named (or its profile is chosen). */
  readonly inProfile: boolean;
}

export interface Definitions {
  readonly name: string | undefined;
  readonly services: ReadonlyMap<string, Definition>;
}

type Tree = Readonly<Record<string, unknown>>;
interface Source {
  readonly file: string;
  readonly tree: Tree;
}

/** Reads the files, and those that they include, as far as it takes to tell which services a change of a file touches. */
export function readDefinitions(files: readonly string[], lookup: Lookup): Definitions | Unknown {
  try {
    const sources = files.flatMap((file) => readSources(file, lookup, []));
    const env = parseEnv(text(".env", lookup) ?? "");
    const names = new Set(sources.flatMap(({ tree }) => Object.keys(asTree(tree["services"]))));
    const services = [...names].map((name) => [name, define(name, sources, env, lookup)] as const);
    const own = sources.map(({ tree }) => tree["name"]).find((name) => typeof name === "string");
    return { name: env.get("COMPOSE_PROJECT_NAME") ?? own, services: new Map(services) };
  } catch (error) {
    if (error instanceof NotKnown) return error.unknown;
    if (error instanceof Error) return new Unknown(`the compose files cannot be read: ${error.message}`);
    throw error;
  }
}

/** Leaves the reading where a file's text is not known. */
class NotKnown extends Error {
  readonly unknown: Unknown;

  constructor(unknown: Unknown) {
    super(unknown.reason);
    this.unknown = unknown;
  }
}

function text(file: string, lookup: Lookup): string | undefined {
  const found = lookup(file);
  if (found instanceof Unknown) throw new NotKnown(found);
  return found;
}

function readSources(file: string, lookup: Lookup, above: readonly string[]): readonly Source[] {
  const content = text(file, lookup);
  if (content === undefined || above.includes(file)) return [];
  const tree = asTree(parse(content, { merge: true }));
  const included = asList(tree["include"]).flatMap((item) =>
    typeof item === "string" ? [item] : asList(asTree(item)["path"]),
  );
  const below = included.flatMap((name) =>
    typeof name === "string" ? readSources(beside(file, name), lookup, [...above, file]) : [],
  );
  return [{ file, tree }, ...below];
}

function beside(file: string, name: string): string {
  return posix.join(posix.dirname(file), name);
}

/** What compose's own digest of a service leaves out. */
const NOT_HASHED = new Set(["build", "pull_policy", "scale", "profiles"]);

function define(
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
  const seen = all.map(({ service }) => hashed(service));
  const json = canonical(seen);
  const used = [...new Set([...json.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, variable = ""]) => variable))].sort();
  const files = all.flatMap(({ file, service }) =>
    envFiles(service).map((path) => [...parseEnv(text(beside(file, path), lookup) ?? "")]),
  );
  const whole = canonical([seen, used.map((variable) => [variable, env.get(variable) ?? null]), files]);
  return {
    fingerprint: createHash("sha256").update(whole).digest("hex"),
    dependsOn: all.flatMap(({ service }) => dependencies(service["depends_on"])),
    inProfile: all.some(({ service }) => asList(service["profiles"]).length > 0),
  };
}

interface Part {
  readonly file: string;
  readonly service: Tree;
}

/** The services that this one extends, in this file or in another. */
function extended({ file, service }: Part, lookup: Lookup, above: readonly string[]): readonly Part[] {
  const given = service["extends"];
  const base = typeof given === "string" ? { service: given } : asTree(given);
  const from = typeof base["file"] === "string" ? beside(file, base["file"]) : file;
  const key = `${from} ${String(base["service"])}`;
  if (typeof base["service"] !== "string" || above.includes(key)) return [];
  const content = text(from, lookup);
  if (content === undefined) return [];
  const part = {
    file: from,
    service: asTree(asTree(asTree(parse(content, { merge: true }))["services"])[base["service"]]),
  };
  return [part, ...extended(part, lookup, [...above, key])];
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

/** Lines NAME=VALUE; comments and blank lines mean nothing. */
export function parseEnv(content: string): ReadonlyMap<string, string> {
  const pairs = content.split("\n").flatMap((line) => {
    const found = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    return found ? [[found[1] ?? "", found[2] ?? ""] as const] : [];
  });
  return new Map(pairs);
}

/** JSON whose keys are sorted: the order of keys is no difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

function asTree(value: unknown): Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}
