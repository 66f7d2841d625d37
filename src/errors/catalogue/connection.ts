import { entry, faultsOf, type Catalogue } from "../define.ts";

interface Peer {
  readonly host: string;
  readonly address: string;
  readonly port: number;
}

export const connectionErrors = {
  "connection/refused": entry<Peer>(
    ({ host, address, port }) => `${host}: nothing listens on ${address} port ${port}`,
    () => "is the server up, and does its sshd listen on that port? Set `port` where it is another one",
  ),
  "connection/no-route": entry<Peer & { cause: string }>(
    ({ host, address, cause }) => `${host}: ${address} cannot be reached (${cause})`,
    () => "check the host's `address` in the inventory, the network, and the firewall",
  ),
  "connection/no-answer": entry<Peer & { seconds: number }>(
    ({ host, address, port, seconds }) => `${host}: no SSH greeting from ${address} port ${port} within ${seconds} s`,
    () => "check that the server is not overloaded or suspended; `--timeout` sets how long to wait",
  ),
  "connection/no-key": entry<Peer>(
    ({ host }) => `${host}: there is no key to log in with`,
    () => "give one with `--private-key` or `private_key_file`, or start an agent that holds it (SSH_AUTH_SOCK)",
  ),
  "connection/key-encrypted": entry<{ host: string; file: string }>(
    ({ host, file }) => `${host}: the private key ${file} is encrypted, and nobody is asked for its passphrase`,
    ({ file }) =>
      `put it into an agent (SSH_AUTH_SOCK) with \`ssh-add ${file}\`, or give another key with \`--private-key\``,
  ),
  "connection/key-unusable": entry<{ host: string; file: string; cause: string }>(
    ({ host, file, cause }) => `${host}: the private key ${file} cannot be used (${cause})`,
    () => "give an OpenSSH private key without a passphrase, or put the key into an agent with `ssh-add`",
  ),
  "connection/login-refused": entry<Peer & { user: string; tried: readonly string[] }>(
    ({ host, user, tried }) => `${host}: the server refuses to let ${user} in with ${tried.join(", ")}`,
    ({ user }) => `put the public key into ~${user}/.ssh/authorized_keys on the server, or give another user or key`,
  ),
  "connection/host-key-unknown": entry<Peer & { knownHosts: string; fingerprint: string; keyType: string }>(
    ({ host, address, knownHosts, fingerprint, keyType }) =>
      `${host}: the host key of ${address} is not in ${knownHosts} (it offers ${keyType} ${fingerprint})`,
    ({ address, port, knownHosts }) =>
      `compare the fingerprint with the server's own, then \`ssh-keyscan -p ${port} ${address} >> ${knownHosts}\``,
  ),
  "connection/host-key-changed": entry<
    Peer & { knownHosts: string; line: number; known: string; fingerprint: string; keyType: string }
  >(
    ({ host, address, knownHosts, line, known, fingerprint, keyType }) =>
      `${host}: the host key of ${address} has changed: ${knownHosts}:${line} has ${known}, the server offers ${keyType} ${fingerprint}`,
    ({ address, port, knownHosts }) =>
      `if the server was set up anew, remove the old key: \`ssh-keygen -f ${knownHosts} -R '${port === 22 ? address : `[${address}]:${port}`}'\`, then add the new one; if not, somebody stands in between`,
  ),
  "connection/host-key-revoked": entry<Peer & { knownHosts: string; line: number }>(
    ({ host, knownHosts, line }) => `${host}: the server's host key is marked as revoked in ${knownHosts}:${line}`,
    () => "do not connect; give the server a new host key",
  ),
  "connection/lost": entry<{ host: string; during: string }>(
    ({ host, during }) => `${host}: the connection was lost ${during}`,
    () => "whether the last command ran to its end is not known; run again: what is done already stays done",
  ),
  "connection/failed": entry<Peer & { cause: string }>(
    ({ host, address, port, cause }) => `${host}: no connection to ${address} port ${port} (${cause})`,
    () => "try `ssh` with the same user, key and address: it says more with -v",
  ),
} as const satisfies Catalogue;

export const connectionFault = faultsOf(connectionErrors);
