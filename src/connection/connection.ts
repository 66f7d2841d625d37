import type { Secret } from "../model/secret.ts";

/** How a host is reached: resolved from its variables, the command line and ssh's configuration. */
export type Connection = LocalConnection | SshConnection;

/** The machine that provision runs on. */
interface LocalConnection {
  readonly type: "local";
}

/** A server of SSH, and how to log in there. */
export interface SshServer {
  readonly address: string;
  readonly port: number;
  readonly user: string | undefined;
  /** The only key to log in with. */
  readonly privateKeyFile: string | undefined;
  /** The only file of known host keys. */
  readonly knownHostsFile: string | undefined;
  /** Key files of ssh's configuration, in place of the default ones. */
  readonly identityFiles?: readonly string[] | undefined;
  /** No other keys of the agent than those of the files. */
  readonly identitiesOnly?: boolean;
  /** The agent's socket, in place of the user's; `none` for no agent. */
  readonly agent?: string | undefined;
  /** Files of known host keys in place of ~/.ssh/known_hosts. New keys are added to the first one. */
  readonly knownHostsFiles?: readonly string[];
  /** The name of the host key in those files. */
  readonly hostKeyAlias?: string | undefined;
  /** Names are hashed where a new key is added. */
  readonly hashKnownHosts?: boolean;
  /** Tried after the key that is named. */
  readonly password?: Secret | undefined;
}

/** A server that connections lead through. */
export interface JumpHost extends SshServer {
  /** As messages call it. */
  readonly name: string;
}

export interface SshConnection extends SshServer {
  readonly type: "ssh";
  /** From the nearest one on. */
  readonly jumps?: readonly JumpHost[];
  /** Seconds that one attempt to connect may take, at each jump host and at the host itself. */
  readonly timeout: number;
}
