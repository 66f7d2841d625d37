import type { Transport } from "../../connection/transport.ts";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { connectionFault } from "../../errors/catalogue/connection.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import type { LoadedProject } from "../../inventory/load-project.ts";
import type { ModuleRegistry } from "../../module/contract.ts";
import { pagesOf, type Page } from "../../plan/pages.ts";
import { planProject } from "../../plan/plan-project.ts";
import { openTunnel, type Tunnel } from "../connecting/tunnels.ts";
import type { LoginOptions } from "../connecting/connection-of.ts";
import { plainConnector } from "../connecting/connector.ts";
import { openTransports } from "../connecting/transports.ts";
import type { ExtraVars } from "../extra-vars.ts";
import { pathInProject } from "../identity/playbook-path.ts";
import type { Io } from "../io.ts";
import { secretCommands } from "../project/secret-command.ts";
import { loadWithSecrets } from "../project/secrets.ts";
import { extraLayer } from "../project/extra-layer.ts";

const fault = faultsOf(cliErrors);

/** `provision tunnel [SERVICE]...`: opens pages of services on this machine, through SSH. */
export interface TunnelRequest extends LoginOptions {
  /** Names of pages, in any case; empty for all. */
  readonly services: readonly string[];
  readonly playbook: string;
  readonly inventories: readonly string[];
  readonly extraVars: readonly ExtraVars[];
  readonly allowUnsafeProject: boolean;
}

/** Pages that are open, until somebody closes them. */
export interface OpenPages {
  /** A line with the address of each page. */
  readonly text: string;
  /** Resolves when `signal` is aborted, or to a fault when a connection is lost. */
  ended(signal: AbortSignal): Promise<Fault | undefined>;
  close(): void;
}

/** Opens the pages; the caller closes them. */
export async function openPages(request: TunnelRequest, io: Io, registry: ModuleRegistry): Promise<Outcome<OpenPages>> {
  const loaded = await load(request, io, registry);
  if (!loaded.ok) return loaded;
  const { plan } = planProject(loaded.value, { tags: [], skip: [] });
  const pages = selected(pagesOf(loaded.value, plan), request.services);
  if (!pages.ok) return pages;
  const connector = await plainConnector(request, io, loaded.value.settings);
  if (!connector.ok) return connector;
  const transports = openTransports(loaded.value, connector.value);
  const tunnels: Tunnel[] = [];
  const close = () => {
    for (const tunnel of tunnels) tunnel.close();
    transports.close();
  };
  const lines: string[][] = [];
  for (const page of pages.value) {
    const transport = await transports.to(page.host);
    if (!transport.ok) {
      close();
      return transport;
    }
    const tunnel = await openTunnel(transport.value, page);
    tunnels.push(tunnel);
    lines.push([page.name, `http://127.0.0.1:${tunnel.port}`, page.host.name]);
  }
  const losses = await Promise.all([...transports.open].map(([host, transport]) => lossOf(host, transport)));
  const ended = (signal: AbortSignal) => Promise.race([aborted(signal), ...losses.map(({ loss }) => loss)]);
  return good({ text: table(lines), ended, close });
}

async function load(request: TunnelRequest, io: Io, registry: ModuleRegistry): Promise<Outcome<LoadedProject>> {
  const readSecret = secretCommands(io);
  const extraVars = await extraLayer(request.extraVars, io, readSecret);
  if (!extraVars.ok) return extraVars;
  const playbook = await pathInProject(request.playbook, io.cwd);
  const parts = {
    root: io.cwd,
    playbooks: [playbook],
    inventories: request.inventories,
    registry,
    env: io.env,
    readSecret,
  };
  return loadWithSecrets({ ...parts, extraVars: extraVars.value, limit: undefined }, false, io);
}

function selected(pages: readonly Page[], services: readonly string[]): Outcome<readonly Page[]> {
  const names = [...new Set(pages.map(({ name }) => name))];
  if (names.length === 0) return bad(fault("cli/no-pages", {}));
  const byName = new Map(names.map((name) => [name.toLowerCase(), name]));
  const unknown = services.find((service) => !byName.has(service.toLowerCase()));
  if (unknown !== undefined) {
    const near = nearest(unknown.toLowerCase(), byName.keys());
    return bad(fault("cli/unknown-page", { name: unknown, names, nearest: near }));
  }
  const wanted = new Set(services.map((service) => service.toLowerCase()));
  return good(pages.filter(({ name }) => wanted.size === 0 || wanted.has(name.toLowerCase())));
}

/** Resolves when the connection to a host is lost. A command that waits there tells; a login that may run none only forwards. */
async function lossOf(host: string, transport: Transport): Promise<{ readonly loss: Promise<Fault> }> {
  const fault = connectionFault("connection/lost", { host, during: "while its pages were open" });
  const never = new Promise<Fault>(() => undefined);
  try {
    const channel = await transport.exec("cat");
    // Until its output is read to the end, a channel does not close.
    channel.stdout.resume();
    channel.stderr.resume();
    return { loss: channel.ended.then((ending) => (ending === "lost" ? fault : never)) };
  } catch (error) {
    // The server gives a reason if it opens no session on a connection that lives.
    return { loss: "reason" in (error as object) ? never : Promise.resolve(fault) };
  }
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });

function table(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}\n`).join("");
}
