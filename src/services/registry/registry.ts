import { registryFault } from "../../errors/catalogue/services/registry.ts";
import { bad, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Dial } from "../../module/contract.ts";
import { openHttp } from "../http/http.ts";
import { endpointsOf, type RegistryAccess } from "./access.ts";
import { digestAt } from "./manifest.ts";
import { parseReference, type Reference } from "./reference.ts";

export interface Registries {
  /** The digest to which an image's tag leads now, as `sha256:` and 64 hexadecimal digits. */
  digestOf(image: string): Promise<Outcome<string>>;
  close(): Promise<void>;
}

/** Asks registries as a host reaches them, each answer within `seconds`. One that did not answer is not asked again. */
export function openRegistries(dial: Dial, access: RegistryAccess, seconds = 15): Registries {
  const http = openHttp(dial);
  const silent = new Map<string, Fault>();
  const ask = async (reference: Reference, endpoint: string): Promise<Outcome<string>> => {
    const known = silent.get(endpoint);
    if (known) return bad(known);
    const digest = await digestAt({ reader: http.reader, access, seconds, reference, endpoint });
    if (!digest.ok && digest.faults[0].code === "services/registry-unreachable") silent.set(endpoint, digest.faults[0]);
    return digest;
  };
  return {
    async digestOf(image) {
      const reference = parseReference(image);
      if (!reference) return bad(registryFault("services/registry-name", { image }));
      const failed: Fault[] = [];
      for (const endpoint of endpointsOf(reference, access)) {
        const digest = await ask(reference, endpoint);
        if (digest.ok) return digest;
        failed.push(digest.faults[0]);
      }
      return bad(combined(failed));
    },
    close: () => http.close(),
  };
}

/** What the last registry said, with what those before it said as details. */
function combined(failed: readonly Fault[]): Fault {
  const [last, ...before] = failed.toReversed();
  if (!last) throw new Error("every image has a registry");
  const details = [...(last.details ?? []), ...before.toReversed().map(({ message }) => message)];
  return { ...last, ...(details.length > 0 && { details }) };
}
