import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { withRegularFile } from "../disk/read-file.ts";
import { connectionFault } from "../errors/catalogue/connection.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import type { Peer } from "./connect-fault.ts";
import type { SshServer } from "./connection.ts";
import {
  checkHostKey,
  fingerprint,
  keyTypeOf,
  knownHostLine,
  knownKeyTypes,
  parseKnownHosts,
  type KnownHost,
} from "./known-hosts.ts";
import type { SshUser } from "./login.ts";

/** What is known of a server's host keys. */
export interface HostKeys {
  /** The types of its known keys. */
  readonly types: readonly string[];
  /** Why a key cannot be trusted; undefined if it is known, or is accepted from now on. */
  faultOf(key: Buffer): Fault | undefined;
}

/** Reads the files of known host keys. Those that do not exist are empty. */
export async function readHostKeys(peer: Peer, server: SshServer, user: SshUser): Promise<Outcome<HostKeys>> {
  const own = server.knownHostsFile === undefined ? server.knownHostsFiles : [server.knownHostsFile];
  const files = own ?? [`${user.home}/.ssh/known_hosts`];
  const known: KnownHost[] = [];
  for (const file of files) {
    const read = await withRegularFile(file, (handle) => handle.readFile("utf8"));
    if (read.is === "unreadable") {
      return bad(connectionFault("connection/known-hosts-unusable", { host: peer.host, file, reason: read.reason }));
    }
    if (read.is === "read") known.push(...parseKnownHosts(read.value, file));
  }
  const { hostKeyAlias: alias, hashKnownHosts: hashed = false } = server;
  const name = alias === undefined ? peer : { address: alias, port: 22 };
  const places = { peer, name, file: files[0] ?? "", known };
  const accept = user.acceptKeys && ((key: Buffer) => acceptKey(key, places, { hashed, tell: user.acceptKeys }));
  return good({ types: knownKeyTypes(known, name), faultOf: (key) => hostKeyFault(key, places, accept) });
}

interface Places {
  readonly peer: Peer;
  /** What the files call the server. */
  readonly name: { readonly address: string; readonly port: number };
  /** The file that gets new keys. */
  readonly file: string;
  readonly known: readonly KnownHost[];
}

function hostKeyFault(key: Buffer, places: Places, accept?: (key: Buffer) => Fault | undefined): Fault | undefined {
  const { peer, name, file, known } = places;
  const verdict = checkHostKey(known, name, key);
  const offered = {
    ...peer,
    address: name.address,
    knownHosts: file,
    fingerprint: fingerprint(key),
    keyType: keyTypeOf(key),
  };
  switch (verdict.is) {
    case "known":
      return undefined;
    case "unknown": {
      const { authority } = verdict;
      if (authority) {
        const place = { knownHosts: authority.file, line: authority.line };
        return connectionFault("connection/host-certificate", { ...offered, ...place });
      }
      return accept ? accept(key) : connectionFault("connection/host-key-unknown", offered);
    }
    case "revoked": {
      const { file: knownHosts, line } = verdict.entry;
      return connectionFault("connection/host-key-revoked", { ...offered, knownHosts, line });
    }
    case "changed": {
      const { file: knownHosts, keyType, key: knownKey, line } = verdict.entry;
      const expected = `${keyType} ${fingerprint(Buffer.from(knownKey, "base64"))}`;
      return connectionFault("connection/host-key-changed", { ...offered, knownHosts, line, known: expected });
    }
  }
}

interface Accepting {
  readonly hashed: boolean;
  readonly tell: SshUser["acceptKeys"];
}

/** Adds an unknown key to the file, unless another connection has added one meanwhile. Nothing happens in between. */
function acceptKey(key: Buffer, places: Places, { hashed, tell }: Accepting): Fault | undefined {
  const { peer, name, file, known } = places;
  try {
    createFolder(path.dirname(file));
    // Creates the file if there is none.
    appendFileSync(file, "", { mode: 0o600 });
    const text = readFileSync(file, "utf8");
    const now = [...known.filter((entry) => entry.file !== file), ...parseKnownHosts(text, file)];
    if (checkHostKey(now, name, key).is !== "unknown") return hostKeyFault(key, { ...places, known: now });
    const before = text === "" || text.endsWith("\n") ? "" : "\n";
    appendFileSync(file, before + knownHostLine(name, key, hashed));
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    return connectionFault("connection/host-key-not-stored", { host: peer.host, knownHosts: file, reason: code });
  }
  const { address, port } = peer;
  const accepted = { address, port, knownHosts: file, fingerprint: fingerprint(key), keyType: keyTypeOf(key) };
  tell?.(connectionFault("connection/host-key-accepted", accepted));
  return undefined;
}

/** Only ~/.ssh may be missing, not what it is in. */
function createFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
