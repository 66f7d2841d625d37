import type { Connection, JumpHost, SshServer } from "../../connection/connection.ts";
import type { SshConfig, SshOptions } from "../../connection/ssh-config/ssh-config.ts";
import { connectionFault } from "../../errors/catalogue/connection.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { HostSettings, JumpHop } from "../../inventory/settings.ts";
import type { Destination } from "../../model/destination.ts";
import type { Secret } from "../../model/secret.ts";

/** The options of the command line that say how to log in. */
export interface LoginOptions {
  readonly user: string | undefined;
  readonly privateKey: string | undefined;
  /** The time limit of one connection attempt, in seconds. */
  readonly timeout: number;
  /** The file in place of ~/.ssh/config; `none` for none. */
  readonly sshConfig: string | undefined;
  /** Add unknown host keys to known_hosts. */
  readonly acceptNewHostKeys: boolean;
  /** Prompt for `sshPassword` first. */
  readonly askPassword: boolean;
  /** For hosts of the inventory without a password of their own. */
  readonly sshPassword: Secret | undefined;
}

/** A connection, and what is not followed of ssh's configuration. */
export interface Resolved {
  readonly connection: Connection;
  readonly warnings: readonly Fault[];
}

/** What a host's connection is made of, besides its settings. */
export interface Sources {
  readonly options: Pick<LoginOptions, "user" | "privateKey" | "timeout" | "sshPassword">;
  readonly config: SshConfig;
}

/** As in Ansible, the inventory takes precedence over the command line, and both over ssh's configuration. */
export function connectionOf(host: string, settings: HostSettings, sources: Sources): Outcome<Resolved> {
  if (settings.type === "local") return good({ connection: { type: "local" }, warnings: [] });
  const way = wayTo({ host, sources, trail: [] }, inventoryServer(host, settings, sources));
  if (!way.ok) return way;
  const { server, jumps, warnings } = way.value;
  return good({ connection: { type: "ssh", ...server, jumps, timeout: sources.options.timeout }, warnings });
}

/** A server before ssh's configuration is asked. */
interface Written extends Omit<SshServer, "port"> {
  readonly name: string;
  readonly port: number | undefined;
  readonly jump: readonly (Destination | JumpHop)[] | undefined;
}

function inventoryServer(name: string, settings: HostSettings, { options }: Sources): Written {
  const { address, port, knownHostsFile, jump } = settings;
  const user = settings.user ?? options.user;
  const privateKeyFile = settings.privateKeyFile ?? options.privateKey;
  const password = settings.password ?? options.sshPassword;
  return { name, address, port, user, privateKeyFile, password, knownHostsFile, jump };
}

function jumpServer(hop: Destination | JumpHop, sources: Sources): Written {
  const { host, user, port } = hop;
  const settings = "settings" in hop ? hop.settings : undefined;
  if (!settings) {
    const nothing = { privateKeyFile: undefined, knownHostsFile: undefined, jump: undefined };
    return { name: host, address: host, user, port, ...nothing };
  }
  const own = inventoryServer(host, settings, sources);
  return { ...own, user: user ?? own.user, port: port ?? own.port };
}

interface Going {
  /** The host that the way leads to in the end. */
  readonly host: string;
  readonly sources: Sources;
  /** The servers whose way leads through this one. */
  readonly trail: readonly string[];
}

interface Way {
  readonly server: SshServer;
  readonly jumps: readonly JumpHost[];
  readonly warnings: readonly Fault[];
}

const MAX_JUMPS = 8;

/** The nearest jump host may itself be behind others; each further one is reached through those before it, as with `ssh -J`. */
function wayTo({ host, sources, trail }: Going, written: Written): Outcome<Way> {
  const found = configured(written, sources.config);
  if (!found.ok) return found;
  const { server, options } = found.value;
  const { proxyCommand } = options;
  if (proxyCommand && !written.jump) {
    const parameters = { host: written.name, jump: jumpOf(proxyCommand.words[0] ?? "") };
    return bad(connectionFault("connection/proxy-command", parameters, { origin: proxyCommand.origin }));
  }
  const [nearest, ...others] = written.jump ?? options.jump ?? [];
  const here = [...trail, placeOf(server)];
  if (trail.includes(placeOf(server)) || here.length > MAX_JUMPS) return bad(loop(host, here));
  const first = nearest && wayTo({ host, sources, trail: here }, jumpServer(nearest, sources));
  if (first && !first.ok) return first;
  const jumps: JumpHost[] = first ? [...first.value.jumps, { ...first.value.server, name: nearest.host }] : [];
  const warnings = [...options.warnings, ...(first?.value.warnings ?? [])];
  for (const hop of others) {
    const next = configured(jumpServer(hop, sources), sources.config);
    if (!next.ok) return next;
    jumps.push({ ...next.value.server, name: hop.host });
    warnings.push(...next.value.options.warnings);
  }
  const hops = [...jumps, server].map(placeOf);
  if (new Set(hops).size < hops.length || jumps.length > MAX_JUMPS) return bad(loop(host, hops));
  return good({ server, jumps, warnings });
}

const loop = (host: string, hops: readonly string[]): Fault => connectionFault("connection/jump-loop", { host, hops });

const placeOf = ({ address, port }: SshServer): string => (port === 22 ? address : `${address}:${port}`);

/** The jump host in `ssh -W %h:%p HOST`, the most frequent ProxyCommand. */
function jumpOf(command: string): string | undefined {
  return /^\s*(?:\S*\/)?ssh\s+(?:-q\s+)?-W\s*\S+\s+(?:-q\s+)?([^\s-]\S*)\s*$/.exec(command)?.[1];
}

function configured(
  { port, address: original, ...written }: Written,
  config: SshConfig,
): Outcome<{ readonly server: SshServer; readonly options: SshOptions }> {
  const { user, privateKeyFile, knownHostsFile, password } = written;
  const found = config.optionsFor({ host: original, user, port });
  if (!found.ok) return found;
  const options = found.value;
  const { address, agent, hostKeyAlias, hashKnownHosts, identityFiles, identitiesOnly, knownHostsFiles } = options;
  const login = { user: user ?? options.user, privateKeyFile, knownHostsFile, password };
  const followed = { agent, hostKeyAlias, hashKnownHosts, identityFiles, identitiesOnly, knownHostsFiles };
  // Its own keys come first: adding keys to a copy is slow, and there may be thousands of hosts.
  return good({ server: { address, port: port ?? options.port ?? 22, ...login, ...followed }, options });
}
