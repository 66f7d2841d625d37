import { setTimeout as delay } from "node:timers/promises";
import type { Lab } from "../../lab/api.ts";
import { median } from "../statistics.ts";

/** MiB by server and service; what runs in no container stands under `OUTSIDE`. */
export type Memory = ReadonlyMap<string, ReadonlyMap<string, number>>;

export const OUTSIDE = "Docker and the system";

const SAMPLES = 5;
const BETWEEN_MS = 2000;

/** `service ID NAME` for each container, then `process [ID] KIB` for each process; control groups of either version. */
const SCRIPT = `
docker ps --no-trunc --format '{{.ID}} {{.Label "com.docker.compose.service"}}' | sed 's/^/service /'
for process in /proc/[0-9]*; do
  id=$(sed -n 's|.*docker[/-]\\([0-9a-f]\\{64\\}\\).*|\\1|p' $process/cgroup | tail -n 1)
  kib=$(sed -n 's/^Pss: *\\([0-9]*\\) kB$/\\1/p' $process/smaps_rollup)
  echo "process $id $kib"
done 2>/dev/null`;

/** The middle of several looks: checks of health, among others, run for moments only. */
export async function measureMemory(lab: Lab): Promise<Memory> {
  const samples: Memory[] = [];
  while (samples.length < SAMPLES) {
    if (samples.length > 0) await delay(BETWEEN_MS);
    samples.push(await look(lab));
  }
  return middle(samples);
}

async function look(lab: Lab): Promise<Memory> {
  const found = await Promise.all(
    lab.hosts.map(async ({ name }) => {
      const { code, stdout, stderr } = await lab.exec(name, SCRIPT);
      if (code !== 0) throw new Error(`${name}: exit ${code}: ${stderr}`);
      return [name, byService(stdout)] as const;
    }),
  );
  return new Map(found);
}

/** MiB by service, from what the script prints. A process that ended meanwhile has no figure. */
export function byService(text: string): Map<string, number> {
  const words = text.split("\n").map((line) => line.split(" "));
  const services = new Map(words.flatMap(([kind, id = "", name]) => (kind === "service" ? [[id, name ?? id]] : [])));
  const sums = new Map<string, number>();
  for (const [kind, id = "", kib = ""] of words) {
    const service = services.get(id) ?? OUTSIDE;
    if (kind === "process") sums.set(service, (sums.get(service) ?? 0) + Number(kib) / 1024);
  }
  return sums;
}

/** Of a service that was not there in all of them, what it had in those where it was. */
export function middle(samples: readonly Memory[]): Memory {
  const servers = new Set(samples.flatMap((sample) => [...sample.keys()]));
  return new Map(
    [...servers].map((server) => {
      const looks = samples.flatMap((sample) => sample.get(server) ?? []);
      const services = new Set(looks.flatMap((one) => [...one.keys()]));
      const of = (service: string) => median(looks.flatMap((one) => one.get(service) ?? []));
      return [server, new Map([...services].map((service) => [service, of(service)]))];
    }),
  );
}
