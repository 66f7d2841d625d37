import { hostname, userInfo } from "node:os";
import path from "node:path";
import { openConnection } from "../../connection/open.ts";
import { readSshConfig, type SshConfig } from "../../connection/ssh-config/ssh-config.ts";
import type { Transport } from "../../connection/transport.ts";
import { connectionFault } from "../../errors/catalogue/connection.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import { accessProblem } from "../../inventory/check.ts";
import type { HostSettings } from "../../inventory/settings.ts";
import type { Io } from "../io.ts";
import { connectionOf, type LoginOptions } from "./connection-of.ts";

/** Opens connections to hosts, as their settings, the command line and ssh's configuration say. */
export interface Connector {
  /** What is wrong, and what is not followed, each once. */
  check(hosts: ReadonlyMap<string, HostSettings>): {
    readonly faults: readonly Fault[];
    readonly warnings: readonly Fault[];
  };
  connect(host: string, settings: HostSettings): Promise<Outcome<Transport>>;
}

/** Reads ssh's configuration. `tell` gets each host key that is accepted. */
export async function createConnector(
  login: LoginOptions,
  io: Io,
  tell: (accepted: Fault, host: string) => void,
): Promise<Outcome<Connector>> {
  const config = await configOf(login, io);
  if (!config.ok) return config;
  const sources = { options: login, config: config.value };
  const user = { name: userInfo().username, home: io.home, agent: io.env["SSH_AUTH_SOCK"] };
  return good({
    check(hosts) {
      const faults = new Map<string, Fault>();
      const warnings = new Map<string, Fault>();
      for (const [host, settings] of hosts) {
        const resolved = connectionOf(host, settings, sources);
        for (const fault of resolved.ok ? [] : resolved.faults) faults.set(keyOf(fault), fault);
        for (const warning of resolved.ok ? resolved.value.warnings : []) warnings.set(keyOf(warning), warning);
      }
      return { faults: [...faults.values()], warnings: [...warnings.values()] };
    },
    async connect(host, settings) {
      const resolved = connectionOf(host, settings, sources);
      if (!resolved.ok) return resolved;
      const acceptKeys = login.acceptNewHostKeys ? (accepted: Fault) => tell(accepted, host) : undefined;
      return openConnection(host, resolved.value.connection, { ...user, acceptKeys });
    },
  });
}

/** For commands without a report: what a run reports as warnings goes to standard error. */
export async function plainConnector(
  login: LoginOptions,
  io: Io,
  hosts: ReadonlyMap<string, HostSettings>,
): Promise<Outcome<Connector>> {
  const tell = ({ message, hint }: Fault) => {
    io.stderr.write(`${message} ${hint}\n`);
  };
  const connector = await createConnector(login, io, tell);
  if (!connector.ok) return connector;
  const { faults, warnings } = connector.value.check(hosts);
  const [first, ...others] = faults;
  if (first) return bad(first, ...others);
  warnings.forEach(tell);
  return connector;
}

/** A line that concerns several hosts is reported once. */
function keyOf({ message, origin }: Fault): string {
  return origin ? `${origin.file}:${origin.line}:${message.replace(/^[^:]*: /, "")}` : message;
}

async function configOf({ sshConfig }: LoginOptions, io: Io): Promise<Outcome<SshConfig>> {
  const { username, uid } = userInfo();
  const user = { name: username, home: io.home, uid, env: io.env, hostname: hostname() };
  const own = [`${io.home}/.ssh/config`, "/etc/ssh/ssh_config"];
  if (sshConfig === undefined) return readSshConfig(own, user);
  if (sshConfig === "none") return readSshConfig([], user);
  const file = path.resolve(io.cwd, sshConfig);
  if ((await accessProblem(file)) === "ENOENT") {
    return bad(connectionFault("connection/ssh-config-unreadable", { file: sshConfig, reason: "it does not exist" }));
  }
  return readSshConfig([file], user);
}
