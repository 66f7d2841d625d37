import { readTextFile } from "../disk/read-file.ts";
import { connectionFault } from "../errors/catalogue/connection.ts";
import type { Fault } from "../errors/fault.ts";
import { compileGlob } from "../model/glob.ts";

/** A host of a run, and what the inventory and the command line say about its connection; undefined where they say nothing. */
export interface ConfiguredHost {
  readonly name: string;
  readonly address: string;
  /** By the option of ssh_config(5) that it is the counterpart of, in lower case. */
  readonly set: Readonly<Record<string, string | undefined>>;
}

/** What to write in the inventory instead of an option of ssh_config(5). */
const COUNTERPARTS: Readonly<Record<string, (value: string) => string>> = {
  hostname: (value) => `\`address: ${value}\``,
  port: (value) => `\`port: ${value}\``,
  user: (value) => `\`user: ${value}\``,
  identityfile: (value) => `\`private_key_file: ${value}\``,
  userknownhostsfile: (value) => `\`known_hosts_file: ${value}\``,
  identityagent: (value) => `\`SSH_AUTH_SOCK=${value}\` in the environment`,
  proxyjump: () => "nothing for ProxyJump: jump hosts are not supported",
  proxycommand: () => "nothing for ProxyCommand: it is not supported",
  certificatefile: () => "nothing for CertificateFile: certificates are not supported",
};
const SHOWN = 5;

/** Warns that ~/.ssh/config is not read, if it has options for a host of the run that would change the connection. */
export async function warnOfSshConfig(home: string, hosts: readonly ConfiguredHost[]): Promise<Fault[]> {
  const file = `${home}/.ssh/config`;
  const read = await readTextFile(file);
  if (read.is !== "text") return [];
  const options = parseSshConfig(read.text);
  const concerned = hosts.flatMap((host) => {
    const instead = missingSettings(host, options);
    return instead.length === 0 ? [] : [`${host.name}: write ${instead.join(", ")}`];
  });
  if (concerned.length === 0) return [];
  const more = concerned.length > SHOWN ? [`the same for ${concerned.length - SHOWN} more hosts`] : [];
  return [connectionFault("connection/ssh-config", { file, instead: [...concerned.slice(0, SHOWN), ...more] })];
}

/** One option, and the hosts that it is for. */
interface SshOption {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
  readonly isFor: (host: ConfiguredHost) => boolean;
}

/** Parses a file as ssh_config(5) describes. Conditions of `Match` other than on the host's name count as true. */
function parseSshConfig(text: string): SshOption[] {
  let isFor: SshOption["isFor"] = () => true;
  return text.split(/\r?\n/).flatMap((line) => {
    const [, keyword = "", rest = ""] = /^\s*(\w+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line) ?? [];
    const name = keyword.toLowerCase();
    const words = [...rest.matchAll(/"([^"]*)"|([^\s"]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
    if (name === "host") isFor = ({ name, address }) => matchesAny(words, [name, address]);
    else if (name === "match") isFor = matchBlock(words);
    else if (name !== "") return [{ name, value: words[0] ?? "", isFor }];
    return [];
  });
}

function matchBlock(words: readonly string[]): SshOption["isFor"] {
  const at = words.findIndex((word) => /^(original)?host$/i.test(word));
  const patterns = at < 0 ? ["*"] : (words[at + 1] ?? "").split(",");
  return ({ name, address }) => matchesAny(patterns, [name, address]);
}

/** A pattern that begins with `!` excludes what it matches, whatever the others say. */
function matchesAny(patterns: readonly string[], names: readonly string[]): boolean {
  const matching = patterns.filter((pattern) => {
    const matches = compileGlob(pattern.replace(/^!/, "").toLowerCase(), { sets: false });
    return names.some((name) => matches(name.toLowerCase()));
  });
  return matching.length > 0 && !matching.some((pattern) => pattern.startsWith("!"));
}

/** What to write for the options of a host that the inventory does not have. As in ssh, the first value of an option counts. */
function missingSettings(host: ConfiguredHost, options: readonly SshOption[]): string[] {
  const first = new Map<string, string>();
  for (const { name, value, isFor } of options) {
    if (!first.has(name) && Object.hasOwn(COUNTERPARTS, name) && isFor(host)) first.set(name, value);
  }
  return [...first].flatMap(([name, value]) => {
    if (host.set[name] !== undefined || value.toLowerCase() === "none" || isDefault(name, value)) return [];
    return [COUNTERPARTS[name]?.(value) ?? ""];
  });
}

function isDefault(name: string, value: string): boolean {
  if (name === "port") return value === "22";
  return name === "identityfile" && /^(~|%d|\$\{HOME\})\/\.ssh\/id_(ed25519|ecdsa|rsa)$/.test(value);
}
