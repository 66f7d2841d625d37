import { type Outcome, good } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import type { DockerProblem } from "../lib/docker/docker.ts";
import { parseSettings, type ServiceSettings } from "./service-settings.ts";
import { type Inspected, parseInspected } from "./settings.ts";
import type { Tree } from "./tree.ts";
import { parseWanted } from "./wanted-settings.ts";
import { type Obstacle, parseObstacle } from "../lib/path/walk.ts";
import { type Fields, fields } from "../lib/script-output.ts";

export interface Container {
  readonly service: string;
  readonly id: string;
  /** Compose's digest of the definition that the container was created from. */
  readonly hash: string;
  /** running, exited, paused, restarting, created, dead … */
  readonly state: string;
  /** Human-readable: `Up 5 minutes (healthy)`. */
  readonly status: string;
  /** The image's name; its id if the name now refers to another image. */
  readonly image: string;
  readonly oneOff: boolean;
  /** How often docker has restarted it since it was created. */
  readonly restarts: number;
  /** Seconds since it was started last; undefined if docker did not say. */
  readonly uptime: number | undefined;
  /** When it was started last, in seconds since 1970; undefined if docker did not say. */
  readonly started: number | undefined;
  /** Its host configuration and mounts; undefined if docker did not say. */
  readonly inspected: Inspected | undefined;
}

export interface ComposeState {
  readonly problem: DockerProblem | undefined;
  readonly folder: boolean;
  /** What keeps compose from going to the folder; then nothing else is known. */
  readonly obstacle: Obstacle | undefined;
  readonly name: string | undefined;
  /** The digest of each requested service's definition, dependencies included; undefined if compose rejects the files. */
  readonly hashes: ReadonlyMap<string, string> | undefined;
  /** If compose rejects the files: the same for services in those that it accepts, without the project's own. */
  readonly parts: ReadonlyMap<string, string>;
  /** How the services are to run, by name. */
  readonly settings: ReadonlyMap<string, ServiceSettings>;
  /** What containers' host configurations are compared with, by service: some keys of the resolved configuration. */
  readonly wanted: ReadonlyMap<string, Tree>;
  /** When files that containers may only read were changed last, latest first. */
  readonly fileChanges: readonly FileChange[];
  /** Every defined service, also of profiles that are not active; empty unless orphans are removed. */
  readonly defined: readonly string[];
  /** Docker's standard error. */
  readonly stderr: string;
  readonly containers: readonly Container[];
  /** How many networks and volumes the project has; counted only if it is to be removed. */
  readonly networks: number;
  readonly volumes: number;
  /** The YAML and env files in the project's folder and its subfolders, by relative path; undefined for a file that is too big. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  /** The end of each unhealthy container's log, by service. */
  readonly logs: ReadonlyMap<string, readonly string[]>;
}

/** A file or folder and the time of its last change, in whole seconds since 1970. */
export interface FileChange {
  readonly path: string;
  readonly time: number;
}

/** Bytes of a file beyond which it is not compared. */
export const TEXT_LIMIT = 65_536;

export function parseCompose(answer: Answer): Outcome<ComposeState> {
  const output = fields(answer.stdout);
  const problem = output.get("docker");
  const isDown = output.get("silent") !== undefined;
  const digests = (name: string) =>
    new Map(output.all(name).map((line) => [line.split(" ")[0] ?? "", line.split(" ")[1] ?? ""] as const));
  return good({
    problem: problem === "no-docker" || problem === "no-compose" ? problem : isDown ? "silent" : undefined,
    folder: output.get("folder") === undefined,
    obstacle: parseObstacle(output),
    name: unquote(output.get("name")),
    hashes: output.get("refused") === undefined ? digests("hash") : undefined,
    parts: digests("part"),
    stderr: answer.stderr,
    settings: parseSettings(output.all("config")),
    wanted: parseWanted(output.all("wanted")),
    fileChanges: parseChanges(output),
    defined: output.all("known"),
    containers: parseContainers(output),
    networks: output.all("network").length,
    volumes: output.all("volume").length,
    texts: parseTexts(output.rest),
    logs: parseLogs(output),
  });
}

/** YAML quotes a name such as "123". */
function unquote(name: string | undefined): string | undefined {
  return name?.replace(/^(["'])(.*)\1$/, "$2");
}

/** What `docker inspect` says of a container. */
type Details = Pick<Container, "restarts" | "uptime" | "started" | "inspected">;

const NO_DETAILS: Details = { restarts: 0, uptime: undefined, started: undefined, inspected: undefined };

function parseContainers(output: Fields): readonly Container[] {
  const details = detailsIn(output);
  return output.all("container").flatMap((line) => parseContainer(line, details));
}

/** By the container's id. */
function detailsIn(output: Fields): ReadonlyMap<string, Details> {
  const now = Number(output.get("now"));
  const inspected = new Map(
    output.all("host").map((line) => {
      const [id = ""] = line.split(" ", 1);
      return [id, parseInspected(line.slice(id.length + 1))] as const;
    }),
  );
  return new Map(
    output.all("started").map((line) => {
      const [id = "", restarts = "", time = ""] = line.split(" ");
      const start = Date.parse(time) / 1000;
      const started = Number.isFinite(start) ? start : undefined;
      const uptime = started === undefined || Number.isNaN(now) ? undefined : now - started;
      return [id, { restarts: Number(restarts) || 0, uptime, started, inspected: inspected.get(id) }] as const;
    }),
  );
}

function parseContainer(line: string, details: ReadonlyMap<string, Details>): readonly Container[] {
  const [service, hash = "", oneOff, id = "", state = "", image = "", ...status] = line.split("|");
  if (service === undefined || service === "") return [];
  const own = details.get(id) ?? NO_DETAILS;
  return [{ service, hash, id, state, image, oneOff: oneOff === "True", status: status.join("|"), ...own }];
}

/** A time in the future says nothing: the clock was wrong then. */
function parseChanges(output: Fields): readonly FileChange[] {
  const now = Number(output.get("now"));
  return output.all("changed").flatMap((line) => {
    const [seconds = ""] = line.split(" ", 1);
    const time = Number(seconds);
    return time <= now ? [{ time, path: line.slice(seconds.length + 1) }] : [];
  });
}

function parseLogs(output: Fields): ReadonlyMap<string, readonly string[]> {
  const logs = new Map<string, string[]>();
  for (const line of output.all("log")) {
    const [service = ""] = line.split(" ", 1);
    logs.set(service, [...(logs.get(service) ?? []), line.slice(service.length + 1)]);
  }
  return logs;
}

function parseTexts(base64: string): ReadonlyMap<string, string | undefined> {
  const parts = Buffer.from(base64, "base64").toString("utf8").split("\0");
  const texts = new Map<string, string | undefined>();
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const text = parts[index + 1] ?? "";
    texts.set(parts[index] ?? "", text.length > TEXT_LIMIT ? undefined : text);
  }
  return texts;
}
