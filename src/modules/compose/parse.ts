import { type Outcome, good } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import { type DockerTrouble, isSilent } from "../lib/docker.ts";
import { type Fields, fields } from "../lib/script-output.ts";

export interface Container {
  readonly service: string;
  readonly id: string;
  /** Compose's own digest of the definition that the container was made from. */
  readonly hash: string;
  /** running, exited, paused, restarting, created, dead … */
  readonly state: string;
  /** For people: `Up 5 minutes (healthy)`. */
  readonly status: string;
  /** The image's name; its id where that name means another image by now. */
  readonly image: string;
  readonly oneOff: boolean;
}

export interface ComposeState {
  readonly trouble: DockerTrouble | undefined;
  readonly folder: boolean;
  readonly name: string | undefined;
  /** Digest of the definition by service, of the services asked for and what they depend on; nothing where compose refuses the files. */
  readonly hashes: ReadonlyMap<string, string> | undefined;
  /** What docker said on its standard error. */
  readonly said: string;
  readonly containers: readonly Container[];
  /** Networks and volumes of the project, looked at when it is to be removed. */
  readonly networks: number;
  readonly volumes: number;
  /** YAML and env files in the project's folder and one below, by their name in it; nothing for those too big to tell. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  /** The end of the log of each container that is not well, by service. */
  readonly logs: ReadonlyMap<string, readonly string[]>;
}

export const TEXT_LIMIT = 65_536;

export function parseCompose(answer: Answer): Outcome<ComposeState> {
  const said = fields(answer.stdout);
  const trouble = said.get("docker");
  const hashes = said.all("hash").map((line) => [line.split(" ")[0] ?? "", line.split(" ")[1] ?? ""] as const);
  return good({
    trouble: trouble === "no-docker" || trouble === "no-compose" ? trouble : isSilent(answer) ? "silent" : undefined,
    folder: said.get("folder") === undefined,
    name: unquote(said.get("name")),
    hashes: said.get("refused") === undefined ? new Map(hashes) : undefined,
    said: answer.stderr,
    containers: said.all("container").flatMap(parseContainer),
    networks: said.all("network").length,
    volumes: said.all("volume").length,
    texts: parseTexts(said.rest),
    logs: parseLogs(said),
  });
}

/** YAML quotes a name such as "123". */
function unquote(name: string | undefined): string | undefined {
  return name?.replace(/^(["'])(.*)\1$/, "$2");
}

function parseContainer(line: string): readonly Container[] {
  const [service, hash = "", oneOff, id = "", state = "", image = "", ...status] = line.split("|");
  if (service === undefined || service === "") return [];
  return [{ service, hash, id, state, image, oneOff: oneOff === "True", status: status.join("|") }];
}

function parseLogs(said: Fields): ReadonlyMap<string, readonly string[]> {
  const logs = new Map<string, string[]>();
  for (const line of said.all("log")) {
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
