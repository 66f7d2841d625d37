import { good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Host } from "../../model/host.ts";
import { isNonEmpty } from "../../model/non-empty.ts";
import type { LockableImage } from "../../plan/images.ts";
import type { DeclaredAccess } from "../../plan/registry-access.ts";
import { openRegistries, type Registries } from "../../services/registry/registry.ts";
import type { Transports } from "./transports.ts";

/**
 * The digest of each image, asked through the first host that runs it: only that host's mirrors, proxies and names are the ones that
 * count. Returns all faults at once, but ends at the first host that cannot be reached.
 */
export async function imageDigests(
  images: readonly LockableImage[],
  access: ReadonlyMap<Host, DeclaredAccess>,
  transports: Transports,
): Promise<Outcome<Map<string, string>>> {
  const registries = new Map<Host, Registries>();
  const digests = new Map<string, string>();
  const faults: Fault[] = [];
  try {
    for (const { image, hosts } of images) {
      const [host] = hosts;
      const transport = host && (await transports.to(host));
      if (!host || !transport) throw new Error(`the image ${image} is declared for no host`);
      if (!transport.ok) return transport;
      const { value } = transport;
      const asked =
        registries.get(host) ?? openRegistries((address, port) => value.dial(address, port), access.get(host) ?? NONE);
      registries.set(host, asked);
      const digest = await asked.digestOf(image);
      if (digest.ok) digests.set(image, digest.value);
      else faults.push(through(host, digest.faults[0]));
    }
  } finally {
    await Promise.all([...registries.values()].map((one) => one.close()));
  }
  const seen = new Set<string>();
  const distinct = faults.filter(({ message }) => !seen.has(message) && seen.add(message));
  return isNonEmpty(distinct) ? { ok: false, faults: distinct } : good(digests);
}

const NONE: DeclaredAccess = { mirrors: [], logins: [], httpProxy: "", httpsProxy: "", noProxy: [] };

function through(host: Host, fault: Fault): Fault {
  return { ...fault, details: [...(fault.details ?? []), `The registry was asked through ${host.name}.`] };
}
