import type { Transport } from "../../connection/transport.ts";
import { good, type Outcome } from "../../errors/fault.ts";
import type { LoadedProject } from "../../inventory/load-project.ts";
import type { Host } from "../../model/host.ts";
import type { Connector } from "./connector.ts";

/** Connections to hosts of a project, at most one for each. */
export interface Transports {
  /** The open ones, by the name of the host. */
  readonly open: ReadonlyMap<string, Transport>;
  to(host: Host): Promise<Outcome<Transport>>;
  close(): void;
}

/** Opens connections when they are needed; the caller closes them. */
export function openTransports({ settings }: LoadedProject, connector: Connector): Transports {
  const open = new Map<string, Transport>();
  return {
    open,
    async to({ name }) {
      const existing = open.get(name);
      if (existing) return good(existing);
      const own = settings.get(name);
      if (!own) throw new Error(`the plan has the host ${name}, but the project has no settings for it`);
      const opened = await connector.connect(name, own);
      if (opened.ok) open.set(name, opened.value);
      return opened;
    },
    close: () => open.forEach((transport) => transport.close()),
  };
}
