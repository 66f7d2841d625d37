import type { Probe } from "../../module/contract.ts";
import { type Script, read } from "../../module/script.ts";
import { NEEDS_DOCKER } from "../lib/docker.ts";
import { type ComposeArgs, projectWords } from "./args.ts";
import { type ComposeState, TEXT_LIMIT, parseCompose } from "./parse.ts";

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
