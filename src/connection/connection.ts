/** How a host is reached: resolved from its variables and the command line. */
export type Connection = LocalConnection | SshConnection;

/** The machine that provision runs on. */
interface LocalConnection {
  readonly type: "local";
}

export interface SshConnection {
  readonly type: "ssh";
  readonly address: string;
  readonly port: number;
  readonly user: string | undefined;
  readonly privateKeyFile: string | undefined;
  readonly knownHostsFile: string | undefined;
  /** Seconds that one attempt to connect may take. */
  readonly timeout: number;
}
