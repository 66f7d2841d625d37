import { setTimeout as delay } from "node:timers/promises";
import type { Lab } from "../../lab/api.ts";
import { median } from "../statistics.ts";

/** MiB by server and service. `OUTSIDE` is everything that runs in no container. */
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

/** The median of several samples, because health checks and others run only for moments. */
export async function measureMemory(lab: Lab): Promise<Memory> {
  const samples: Memory[] = [];
  while (samples.length < SAMPLES) {
    if (samples.length > 0) await delay(BETWEEN_MS);
    samples.push(await sample(lab));
  }
  return medianOf(samples);
}

async function sample(lab: Lab): Promise<Memory> {
  const found = await Promise.all(
    lab.hosts.map(async ({ name }) => {
      const { code, stdout, stderr } = await lab.exec(name, SCRIPT);
      if (code !== 0) throw new Error(`${name}: exit ${code}: ${stderr}`);
      return [name, byService(stdout)] as const;
    }),
  );
  return new Map(found);
}

/** MiB by service, from the script's output. A process that has ended has no figure. */
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

/** The median by service, over the samples that contain the service. */
export function medianOf(samples: readonly Memory[]): Memory {
  const servers = new Set(samples.flatMap((sample) => [...sample.keys()]));
  return new Map(
    [...servers].map((server) => {
      const found = samples.flatMap((sample) => sample.get(server) ?? []);
      const services = new Set(found.flatMap((one) => [...one.keys()]));
      const of = (service: string) => median(found.flatMap((one) => one.get(service) ?? []));
      return [server, new Map([...services].map((service) => [service, of(service)]))];
    }),
  );
}
