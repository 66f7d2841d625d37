import { parseJson } from "../../model/parse-json.ts";
import { asList, asTree, type Tree } from "./tree.ts";
import { limits, type Comparison } from "./limits.ts";
import { mountTargets, numberOf, restartPolicy } from "./wanted-settings.ts";

/** A container as `docker inspect` describes it. */
export interface Inspected {
  readonly config: Tree;
  readonly mounts: readonly Tree[];
  readonly user: string;
  /** Where its image, or compose, wants a volume: compose keeps what an older container had there. */
  readonly volumes: Tree;
}

/** Reads a line `host` of the probe; undefined if it is not one. */
export function parseInspected(json: string): Inspected | undefined {
  const parsed = parseJson(json);
  if (!parsed.ok) return undefined;
  const { config, mounts, user, volumes } = asTree(parsed.value);
  return {
    config: asTree(config),
    mounts: asList(mounts).map(asTree),
    user: typeof user === "string" ? user : "",
    volumes: asTree(volumes),
  };
}

/** Where a container's settings differ from what compose would set, as clauses; `others` are the project's other containers. */
export function deviations(wanted: Tree, actual: Inspected, others: readonly Inspected[]): readonly string[] {
  const rest = limits(
    wanted,
    actual.config,
    others.map(({ config }) => config),
  );
  return [...compared(wanted, actual), ...rest].flatMap(([name, is, should]) =>
    should === undefined || is === should ? [] : [`${name} is ${is || NONE} instead of ${should || NONE}`],
  );
}

const NONE = "none";

/** What is compared with the definition alone. What a definition does not set, the engine or the image may, so most of that is left out. */
function compared(wanted: Tree, actual: Inspected): readonly Comparison[] {
  const { config, user } = actual;
  const set = <T>(key: string, value: T) => (wanted[key] === undefined || wanted[key] === null ? undefined : value);
  return [
    ["its restart policy", actualPolicy(config), restartPolicy(wanted)],
    ["cap_add", capabilities(config["CapAdd"]), capabilities(wanted["cap_add"])],
    ["cap_drop", capabilities(config["CapDrop"]), capabilities(wanted["cap_drop"])],
    ["security_opt", securityOptions(config["SecurityOpt"]), securityOptions(wanted["security_opt"])],
    ["privileged", flag(config["Privileged"]), flag(wanted["privileged"])],
    ["read_only", flag(config["ReadonlyRootfs"]), flag(wanted["read_only"])],
    ["init", flag(config["Init"]), set("init", flag(wanted["init"]))],
    ["tmpfs", tmpfsOf(config), sorted(asList(wanted["tmpfs"]).map(String))],
    ["user", user, set("user", String(wanted["user"]))],
    ["network_mode", String(config["NetworkMode"]), networkMode(wanted)],
    ["shm_size", String(config["ShmSize"]), set("shm_size", text(numberOf(wanted["shm_size"])))],
    ...logging(asTree(wanted["logging"]), asTree(config["LogConfig"])),
    ...ulimits(asTree(wanted["ulimits"]), asList(config["Ulimits"]).map(asTree)),
    ["its extra mount", ...extraMounts(actual, mountTargets(wanted))],
  ];
}

function actualPolicy(config: Tree): string {
  const { Name: name, MaximumRetryCount: count } = asTree(config["RestartPolicy"]);
  return name === "on-failure" && Number(count) > 0
    ? `${name}:${Number(count)}`
    : typeof name === "string" && name !== ""
      ? name
      : "no";
}

/** Engines write capabilities with or without the prefix. */
function capabilities(value: unknown): string {
  return sorted(asList(value).map((name) => String(name).toUpperCase().replace(/^CAP_/, "")));
}

/** Compose replaces the name of a seccomp profile by its text. Engines add labels to containers with privileges. */
function securityOptions(value: unknown): string {
  const options = asList(value).map((option) => String(option).replace(/^([a-z-]+):/, "$1="));
  const known = options.filter((option) => !/^(?:label|systempaths)=/.test(option));
  return sorted(
    known.map((option) =>
      /^seccomp=(?!unconfined$|builtin$)/.test(option)
        ? "seccomp=PROFILE"
        : option.replace(/^(no-new-privileges)=true$/, "$1"),
    ),
  );
}

function tmpfsOf(config: Tree): string {
  const entries = Object.entries(asTree(config["Tmpfs"]));
  return sorted(entries.map(([path, options]) => (options === "" ? path : `${path}:${String(options)}`)));
}

function networkMode({ network_mode: mode }: Tree): string | undefined {
  return mode === "host" || mode === "none" || mode === "bridge" ? mode : undefined;
}

/** Only what the definition sets: the engine adds its own defaults. The options' values may be secret. */
function logging({ driver, options }: Tree, actual: Tree): readonly Comparison[] {
  if (typeof driver !== "string") return [];
  const found = asTree(actual["Config"]);
  const different = Object.entries(asTree(options)).filter(([name, value]) => String(found[name]) !== String(value));
  return [
    ["its logging driver", String(actual["Type"]), driver],
    ...different.map(([name]): Comparison => [`its logging option ${name}`, "a different value", "the defined one"]),
  ];
}

function ulimits(wanted: Tree, actual: readonly Tree[]): readonly Comparison[] {
  return Object.entries(wanted).map(([name, limit]) => {
    const { soft = limit, hard = limit } = asTree(limit);
    const found = actual.find((one) => one["Name"] === name) ?? {};
    return [
      `its ulimit ${name}`,
      `${String(found["Soft"])}:${String(found["Hard"])}`,
      `${String(soft)}:${String(hard)}`,
    ];
  });
}

/** Bind mounts that the definition does not have. */
function extraMounts({ mounts, volumes }: Inspected, targets: ReadonlySet<string> | undefined) {
  const binds = mounts.filter(({ Type: type }) => type === "bind").map(({ Destination: path }) => String(path));
  const extra = binds.filter((path) => targets?.has(path) === false && volumes[path] === undefined);
  return [sorted(extra), ""] as const;
}

function flag(value: unknown): string {
  return String(value === true);
}

function text(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function sorted(names: readonly string[]): string {
  return [...new Set(names)].sort().join(", ");
}
