import type { Connection } from "../../connection/connection.ts";
import type { HostSettings } from "../../inventory/settings.ts";

/** The options of the command line that say how to log in. */
export interface LoginOptions {
  readonly user: string | undefined;
  readonly privateKey: string | undefined;
  /** The time limit of one connection attempt, in seconds. */
  readonly timeout: number;
}

/** As in Ansible, a host's settings in the inventory override the command line's user and key. */
export function connectionOf(settings: HostSettings, options: LoginOptions): Connection {
  if (settings.type === "local") return { type: "local" };
  const { address, port, knownHostsFile } = settings;
  const user = settings.user ?? options.user;
  const privateKeyFile = settings.privateKeyFile ?? options.privateKey;
  return { type: "ssh", address, port, user, privateKeyFile, knownHostsFile, timeout: options.timeout };
}
