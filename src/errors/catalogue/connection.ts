import { entry, faultsOf, type Catalogue } from "../define.ts";

interface Peer {
  readonly host: string;
  readonly address: string;
  readonly port: number;
}

function kindOf(type: string): string {
  return type.startsWith("sk-") ? `keys of security keys (${type})` : `certificates (${type})`;
}

/** How far a connection got. */
type Phase = "greeting" | "handshake" | "login";

function duringPhase(phase: Phase, user: string): string {
  if (phase === "login") return `during the login of ${user}`;
  return phase === "handshake" ? "during the SSH handshake" : "before the SSH greeting";
}

const CLOSED_HINT =
  "Read the server's log (`journalctl -u ssh`). Frequent causes: an expired or locked account, /etc/nologin, a ban (fail2ban), or too many connections (MaxStartups).";

/** What can go wrong with a connection to a host. */
export const connectionErrors = {
  "connection/refused": entry<Peer>(
    ({ host, address, port }) => `${host}: nothing listens on ${address} port ${port}.`,
    () => "Check that the server is up and that its sshd listens on that port. Set `ssh_port` if it uses another one.",
  ),
  "connection/no-route": entry<Peer & { cause: string }>(
    ({ host, address, cause }) => `${host}: ${address} cannot be reached (${cause}).`,
    () => "Check the host's `address` in the inventory, the network and the firewall.",
  ),
  "connection/no-answer": entry<Peer & { seconds: number }>(
    ({ host, address, port, seconds }) => `${host}: no SSH greeting from ${address} port ${port} within ${seconds} s.`,
    () => "Check that the server is not overloaded or suspended. `--timeout` sets how long to wait.",
  ),
  "connection/slow-login": entry<Peer & { seconds: number; user: string }>(
    ({ host, address, port, seconds, user }) =>
      `${host}: ${address} port ${port} greets, but the login of ${user} did not finish within ${seconds} s.`,
    () => "Try `ssh -v`: a name service or PAM on the server can hold a login up. `--timeout` sets how long to wait.",
  ),
  "connection/agent-silent": entry<{ host: string; socket: string; seconds: number }>(
    ({ host, socket, seconds }) => `${host}: the SSH agent at ${socket} has not signed within ${seconds} s.`,
    () =>
      "Confirm the use of the key in the agent (a touch, a PIN, a dialog), or set `ssh_private_key_file`. `--timeout` sets how long to wait.",
  ),
  "connection/not-ssh": entry<Peer & { words: string }>(
    ({ host, address, port, words }) => `${host}: ${address} port ${port} is not an SSH server. It sent: ${words}.`,
    () => "Set `ssh_port` to the port on which the host's sshd listens, and check `ssh_host`.",
  ),
  "connection/closed": entry<Peer & { phase: Phase; user: string; words: string }>(
    ({ host, address, port, phase, user, words }) =>
      `${host}: ${address} port ${port} closed the connection ${duringPhase(phase, user)}${words ? `, saying: ${words.replace(/\.$/, "")}` : ""}.`,
    ({ words }) => {
      if (words.includes("Not allowed at this time"))
        return "Read in the server's log (`journalctl -u ssh`) which limit it is. Too many logins at once (MaxStartups): run again with a smaller `--forks`, or raise it. Failed logins before (PerSourcePenalties): find their cause and wait some minutes, or exempt this machine with PerSourcePenaltyExemptList.";
      if (words.includes("Exceeded MaxStartups"))
        return "Run again with a smaller `--forks`, or raise MaxStartups in the server's sshd_config.";
      return CLOSED_HINT;
    },
  ),
  "connection/long-packet": entry<Peer & { phase: Phase }>(
    ({ host, address, port, phase }) =>
      `${host}: ${address} port ${port} sent a packet that is damaged or longer than 35000 bytes ${phase === "login" ? "during the login" : "during the SSH handshake"}.`,
    () =>
      "Shorten the text that sshd shows before the login (`Banner` in sshd_config). If it is short, something between here and the server damages the connection.",
  ),
  "connection/no-descriptors": entry<{ host: string }>(
    ({ host }) => `${host}: this machine has no file descriptor left for the connection.`,
    () => "Allow more open files (`ulimit -n 1024`), or connect to fewer hosts at once with `--forks`.",
  ),
  "connection/no-agent": entry<{ host: string; socket: string; cause: string }>(
    ({ host, socket, cause }) =>
      `${host}: no SSH agent answers at ${socket} (${cause}), and there is no other key to log in with.`,
    () =>
      "Start an agent and set SSH_AUTH_SOCK to its socket, or name a key file with `--private-key` or `ssh_private_key_file`.",
  ),
  "connection/no-key": entry<Peer & { notes: readonly string[] }>(
    ({ host, notes }) => `${host}: there is no key to log in with${notes.length === 0 ? "" : `: ${notes.join(", ")}`}.`,
    () => "Name one with `--private-key` or `ssh_private_key_file`, or start an agent that holds it (SSH_AUTH_SOCK).",
  ),
  "connection/key-encrypted": entry<{ host: string; file: string }>(
    ({ host, file }) =>
      `${host}: the private key ${file} is encrypted, and provision does not prompt for its passphrase.`,
    ({ file }) =>
      `Add it to an agent (SSH_AUTH_SOCK) with \`ssh-add ${file}\`, or name another key with \`--private-key\`.`,
  ),
  "connection/key-unusable": entry<{ host: string; file: string; cause: string }>(
    ({ host, file, cause }) => `${host}: the private key ${file} cannot be used (${cause}).`,
    () => "Use an OpenSSH private key without a passphrase, or add the key to an agent with `ssh-add`.",
  ),
  "connection/ssh-config": entry<{ option: string; because: string; hint: string }>(
    ({ option, because }) => `${option} is not followed: ${because}.`,
    ({ hint }) => hint,
  ),
  "connection/ssh-config-syntax": entry<{ option: string; problem: string }>(
    ({ option, problem }) => `\`${option}\` cannot be followed: ${problem}.`,
    () => "Correct the line, see ssh_config(5), or run with `--ssh-config none`.",
  ),
  "connection/ssh-config-unreadable": entry<{ file: string; reason: string }>(
    ({ file, reason }) => `The configuration of ssh in ${file} cannot be used: ${reason}.`,
    () => "Correct the file, or run with `--ssh-config none`.",
  ),
  "connection/proxy-command": entry<{ host: string; jump: string | undefined }>(
    ({ host }) => `${host}: its ProxyCommand is not supported.`,
    ({ jump }) =>
      `Write \`ProxyJump ${jump ?? "HOST"}\` instead, or set \`ssh_jump: ${jump ?? "HOST"}\` in the inventory (\`ssh_jump: none\` to connect directly).`,
  ),
  "connection/jump-loop": entry<{ host: string; hops: readonly string[] }>(
    ({ host, hops }) => `${host}: the way through its jump hosts is a loop or too long: ${hops.join(" → ")}.`,
    ({ host }) =>
      `Jump hosts that are reached directly need \`ssh_jump: none\` in the inventory, or \`ProxyJump none\` in ~/.ssh/config. So does ${host} if it is one itself.`,
  ),
  "connection/jump-refused": entry<{ host: string; via: string; address: string; port: number; cause: string }>(
    ({ host, via, address, port, cause }) =>
      `${host}: the jump host ${via} does not connect to ${address} port ${port} (${cause}).`,
    ({ via }) =>
      `Check that ${via} reaches the address, that something listens there, and that its sshd forwards (AllowTcpForwarding, PermitOpen, \`restrict\` in authorized_keys).`,
  ),
  "connection/key-type": entry<{ host: string; file: string; type: string }>(
    ({ host, file, type }) => `${host}: ${file} cannot be used, because provision does not support ${kindOf(type)}.`,
    ({ file }) =>
      `Create a key for provision with \`ssh-keygen -t ed25519\`, put its public key into authorized_keys on the server, and name it instead of ${file}.`,
  ),
  "connection/host-certificate": entry<
    Peer & { knownHosts: string; line: number; fingerprint: string; keyType: string }
  >(
    ({ host, address, knownHosts, line, fingerprint, keyType }) =>
      `${host}: ${knownHosts}:${line} trusts the certificates of an authority for ${address}, which provision does not support, and its host key is not known (it offers ${keyType} ${fingerprint}).`,
    ({ address, port, knownHosts }) =>
      `Compare the fingerprint with the server's own, then add the host key itself: \`ssh-keyscan -p ${port} ${address} >> ${knownHosts}\`.`,
  ),
  "connection/key-open": entry<{ host: string; file: string; cause: string }>(
    ({ host, file, cause }) => `${host}: the private key ${file} is not used: ${cause}.`,
    ({ file }) => `Run \`chmod 600 ${file}\`. If somebody may have read it, replace the key.`,
  ),
  "connection/known-hosts-unusable": entry<{ host: string; file: string; reason: string }>(
    ({ host, file, reason }) => `${host}: the known host keys in ${file} cannot be used: ${reason}.`,
    () => "Correct its owner and mode: whoever can change this file can make you log in to another server.",
  ),
  "connection/login-refused": entry<Peer & { user: string; tried: readonly string[] }>(
    ({ host, user, tried }) => `${host}: the server refuses to let ${user} in with ${tried.join(", ")}.`,
    ({ user }) => `Put the public key into ~${user}/.ssh/authorized_keys on the server, or use another user or key.`,
  ),
  "connection/password-refused": entry<{
    host: string;
    user: string;
    sent: boolean;
    expired: boolean;
    offered: readonly string[];
    question: string | undefined;
    tried: readonly string[];
  }>(
    ({ host, user, sent, expired, offered, question, tried }) => {
      const before = tried.length === 0 ? "" : ` (before it, ${tried.join(", ")} did not suffice)`;
      const offers = offered.length === 0 ? "nothing else" : offered.join(", ");
      if (expired) return `${host}: the password of ${user} has expired.`;
      if (question !== undefined)
        return `${host}: the server asks ${user} for more than a password: ${JSON.stringify(question)}.`;
      if (!sent) return `${host}: the server does not take a password of ${user}, it offers ${offers}${before}.`;
      return `${host}: the server refuses the password of ${user}${before}; it offers ${offers}.`;
    },
    ({ sent, expired }) => {
      if (expired) return "Log in with ssh, and set a new one.";
      return sent
        ? "Correct the secret that `ssh_password` names, or what you enter for --ask-pass. The server's log says more (`journalctl -u ssh`)."
        : "Log in with a key: put its public key into ~/.ssh/authorized_keys on the server.";
    },
  ),
  "connection/host-key-accepted": entry<{
    address: string;
    port: number;
    knownHosts: string;
    fingerprint: string;
    keyType: string;
  }>(
    ({ address, port, knownHosts, fingerprint, keyType }) =>
      `The unknown host key of ${address} port ${port} was accepted and added to ${knownHosts}: ${keyType} ${fingerprint}.`,
    () =>
      "Compare the fingerprint with the server's own: `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` there. From now on only this key is accepted.",
  ),
  "connection/host-key-not-stored": entry<{ host: string; knownHosts: string; reason: string }>(
    ({ host, knownHosts, reason }) =>
      `${host}: the new host key is not accepted, because it cannot be added to ${knownHosts} (${reason}).`,
    () => "Make the file writable, or name another one with `ssh_known_hosts_file`.",
  ),
  "connection/host-key-unknown": entry<Peer & { knownHosts: string; fingerprint: string; keyType: string }>(
    ({ host, address, knownHosts, fingerprint, keyType }) =>
      `${host}: the host key of ${address} is not in ${knownHosts} (it offers ${keyType} ${fingerprint}).`,
    ({ address, port, knownHosts }) =>
      `Compare the fingerprint with the server's own, then run \`ssh-keyscan -p ${port} ${address} >> ${knownHosts}\`.`,
  ),
  "connection/host-key-changed": entry<
    Peer & { knownHosts: string; line: number; known: string; fingerprint: string; keyType: string }
  >(
    ({ host, address, knownHosts, line, known, fingerprint, keyType }) =>
      `${host}: the host key of ${address} has changed: ${knownHosts}:${line} has ${known}, the server offers ${keyType} ${fingerprint}.`,
    ({ address, port, knownHosts }) =>
      `If the server was reinstalled, remove the old key with \`ssh-keygen -f ${knownHosts} -R '${port === 22 ? address : `[${address}]:${port}`}'\` and add the new one. If it was not, somebody may be intercepting the connection: do not connect.`,
  ),
  "connection/host-key-revoked": entry<Peer & { knownHosts: string; line: number }>(
    ({ host, knownHosts, line }) => `${host}: the server's host key is marked as revoked in ${knownHosts}:${line}.`,
    () => "Do not connect. Give the server a new host key.",
  ),
  "connection/lost": entry<{ host: string; during: string }>(
    ({ host, during }) => `${host}: the connection was lost ${during}.`,
    () => "Run again. Completed changes are kept; whether the last command finished is unknown.",
  ),
  "connection/failed": entry<Peer & { cause: string }>(
    ({ host, address, port, cause }) => `${host}: the connection to ${address} port ${port} failed (${cause}).`,
    () => "Try `ssh -v` with the same user, key and address: it shows each step of the login.",
  ),
} as const satisfies Catalogue;

export const connectionFault = faultsOf(connectionErrors);
