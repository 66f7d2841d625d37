import { good, type Outcome } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import type { Probe } from "../../module/contract.ts";
import { read, type Script } from "../../module/script.ts";
import { fields, type Fields } from "../lib/answers.ts";
import { isSilent, NEEDS_DOCKER, type DockerTrouble } from "../lib/docker.ts";

export interface ComposeArgs {
  readonly project_src: string;
  readonly files?: readonly string[];
  readonly project_name?: string;
  readonly services?: readonly string[];
  readonly state: "present" | "restarted" | "stopped" | "absent";
  readonly pull: "missing" | "never";
  readonly remove_orphans: boolean;
  readonly remove_volumes: boolean;
  readonly wait: boolean;
  readonly wait_timeout: number;
}

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

const TEXT_LIMIT = 65_536;

export function composeFiles({ files }: ComposeArgs): readonly string[] {
  return files ?? ["docker-compose.yml"];
}

/** The words after `docker` that name the project. */
export function projectWords(args: ComposeArgs): readonly string[] {
  const name = args.project_name === undefined ? [] : ["-p", args.project_name];
  return ["compose", "--ansi", "never", ...name, ...composeFiles(args).flatMap((file) => ["-f", file])];
}

/**
 * Compose hashes a service as it stands after everything is resolved when it starts it, but `config --hash` before env files are: so
 * the resolved files are given to it once more. `docker ps` shows an image by its id where its name has moved on.
 */
export function probeCompose(args: ComposeArgs): Probe<ComposeState> {
  const words = projectWords(args);
  const script = read`${NEEDS_DOCKER}
cd -- ${args.project_src} 2>/dev/null || echo 'folder none'
n=${args.project_name ?? ""}
if c=$(with_environment docker ${words} config ${args.services ?? []}); then
n=$\{c#name: }
n=$\{n%%"
"*}
printf '%s\\n' "$c" | with_environment docker compose -p "$n" -f - config --hash '*' | sed 's/^/hash /'
else
with_environment docker compose version >/dev/null 2>&1 || echo 'docker no-compose'
echo 'refused 1'
fi
if [ -n "$n" ]; then
echo "name $n"
${SEE_CONTAINERS}
${args.state === "absent" ? SEE_LEFTOVERS : read`:`}
fi
${args.state === "present" || args.state === "restarted" ? SEE_TEXTS : read`:`}
:`;
  return { script, parse: parseCompose };
}

const FORMAT = [
  '{{.Label "com.docker.compose.service"}}',
  '{{.Label "com.docker.compose.config-hash"}}',
  '{{.Label "com.docker.compose.oneoff"}}',
  "{{.ID}}",
  "{{.State}}",
  "{{.Image}}",
  "{{.Status}}",
].join("|");

const SEE_CONTAINERS = read`p=$(with_environment docker ps -a --no-trunc --filter label=com.docker.compose.project="$n" --format ${FORMAT}) || echo 'silent 1'
[ -z "$p" ] || printf '%s\\n' "$p" | while IFS='|' read -r s h o i t m u; do
echo "container $s|$h|$o|$i|$t|$m|$u"
case $u in *'(unhealthy)'* | Exited* | Restarting* | Dead*)
with_environment docker logs --tail 20 "$i" 2>&1 | tail -c 4096 | sed "s/^/log $s /"
esac
done`;

const SEE_LEFTOVERS = read`with_environment docker network ls -q --filter label=com.docker.compose.project="$n" | sed 's/^/network /'
with_environment docker volume ls -q --filter label=com.docker.compose.project="$n" | sed 's/^/volume /'`;

const SEE_TEXTS: Script<"read"> = read`echo
for f in *.yml *.yaml .env *.env */*.yml */*.yaml */.env */*.env; do
[ -f "$f" ] && printf '%s\\000' "$f" && head -c ${TEXT_LIMIT + 1} <"$f" && printf '\\000'
done 2>/dev/null | base64`;

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
