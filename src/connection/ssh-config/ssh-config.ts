import { connectionFault } from "../../errors/catalogue/connection.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import { parseDestinations, type Destination } from "../../model/destination.ts";
import { evaluate, type Evaluated } from "./evaluate.ts";
import type { Directive } from "./lines.ts";
import { readConfigFiles, type Node } from "./read.ts";
import { expandPath, expandTokens, localTokens, type LocalUser, type NotExpanded } from "./tokens.ts";

/** A host as ssh would be called for it. */
export interface SshTarget {
  /** The name or address. */
  readonly host: string;
  /** What the inventory or the command line says; it takes precedence. */
  readonly user: string | undefined;
  readonly port: number | undefined;
}

/** What the files say about a host. Paths are absolute, or relative to the current folder. */
export interface SshOptions {
  readonly address: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  /** Undefined if none is named, so that the default ones are tried. */
  readonly identityFiles: readonly string[] | undefined;
  readonly identitiesOnly: boolean;
  /** The socket of the agent; `none` for no agent, undefined if nothing is said. */
  readonly agent: string | undefined;
  /** From the nearest one on; undefined if nothing is said, empty to go without. */
  readonly jump: readonly Destination[] | undefined;
  /** A line with ProxyCommand, which is not supported. */
  readonly proxyCommand: Directive | undefined;
  readonly knownHostsFiles: readonly string[];
  readonly hostKeyAlias: string | undefined;
  readonly hashKnownHosts: boolean;
  readonly warnings: readonly Fault[];
}

/** The configuration of ssh. */
export interface SshConfig {
  optionsFor(target: SshTarget): Outcome<SshOptions>;
}

/** Reads ssh's files, those first that take precedence. A file that does not exist is empty. */
export async function readSshConfig(files: readonly string[], user: LocalUser): Promise<Outcome<SshConfig>> {
  const nodes = await readConfigFiles(files, user);
  if (!nodes.ok) return nodes;
  return good({ optionsFor: (target) => optionsFor(nodes.value, target, user) });
}

function optionsFor(nodes: readonly Node[], target: SshTarget, user: LocalUser): Outcome<SshOptions> {
  const hostName = (value: string) => {
    const expanded = expandTokens(value, { h: target.host });
    return typeof expanded === "string" ? expanded : value;
  };
  const evaluated = evaluate(nodes, { host: target.host, user: target.user, localUser: user.name, hostName });
  const reader = new Reader(evaluated, target, user);
  const options = reader.options();
  const [first, ...rest] = [...evaluated.faults, ...reader.faults];
  return first ? bad(first, ...rest) : good(options);
}

const SYSTEM_KNOWN_HOSTS = "/etc/ssh/ssh_known_hosts";

/** Makes values of the lines that count. */
class Reader {
  readonly faults: Fault[] = [];
  readonly #evaluated: Evaluated;
  readonly #target: SshTarget;
  readonly #user: LocalUser;

  constructor(evaluated: Evaluated, target: SshTarget, user: LocalUser) {
    this.#evaluated = evaluated;
    this.#target = target;
    this.#user = user;
  }

  options(): SshOptions {
    const { identityFiles, warnings } = this.#evaluated;
    const address =
      this.#expanded("hostname", (value) => expandTokens(value, { h: this.#target.host })) ?? this.#target.host;
    const port = this.#port();
    const user = this.#value("user")?.words[0];
    const hostKeyAlias = this.#value("hostkeyalias")?.words[0];
    const tokens = {
      h: address,
      n: this.#target.host,
      p: String(this.#target.port ?? port ?? 22),
      r: this.#target.user ?? user ?? this.#user.name,
      k: hostKeyAlias ?? this.#target.host,
      ...localTokens(this.#user),
    };
    const path = (line: Directive) => (word: string) => this.#keep(line, expandPath(word, this.#user, tokens));
    const paths = (line: Directive, words = line.words) => words.flatMap((word) => path(line)(word) ?? []);
    const agent = this.#value("identityagent");
    const proxy = this.#value("proxyjump");
    const isCommand = proxy?.keyword === "proxycommand";
    return {
      address,
      port,
      user,
      identityFiles:
        identityFiles.length === 0
          ? undefined
          : identityFiles
              .filter(({ words: [word] }) => word !== "none")
              .flatMap((line) => paths(line, line.words.slice(0, 1))),
      identitiesOnly: this.#isYes("identitiesonly"),
      agent: agent && this.#agent(agent, path(agent)),
      jump: proxy && (isCommand ? undefined : this.#jump(proxy)),
      proxyCommand: isCommand && proxy.words[0]?.toLowerCase() !== "none" ? proxy : undefined,
      knownHostsFiles: this.#knownHosts(paths),
      hostKeyAlias,
      hashKnownHosts: this.#isYes("hashknownhosts"),
      warnings: [...warnings, ...this.#weakened()],
    };
  }

  #value(keyword: string): Directive | undefined {
    return this.#evaluated.first.get(keyword);
  }

  #isYes(keyword: string): boolean {
    return /^(yes|true)$/i.test(this.#value(keyword)?.words[0] ?? "");
  }

  #keep(line: Directive, expanded: string | NotExpanded): string | undefined {
    if (typeof expanded === "string") return expanded;
    this.#fail(line, expanded.problem);
    return undefined;
  }

  #fail({ written, origin }: Directive, problem: string): void {
    const [option = ""] = written.split(/[\s=]/);
    this.faults.push(connectionFault("connection/ssh-config-syntax", { option, problem }, { origin }));
  }

  #expanded(keyword: string, expand: (value: string) => string | NotExpanded): string | undefined {
    const line = this.#value(keyword);
    return line && this.#keep(line, expand(line.words[0] ?? ""));
  }

  #port(): number | undefined {
    const line = this.#value("port");
    const [word = ""] = line?.words ?? [];
    const port = Number(word);
    if (line === undefined || (/^\d+$/.test(word) && port > 0 && port < 65_536)) return line && port;
    this.#fail(line, "it is no port");
    return undefined;
  }

  #jump(line: Directive): readonly Destination[] | undefined {
    const jump = parseDestinations(line.words.join(" "));
    if (!jump) this.#fail(line, "write [user@]host[:port], several with commas between them");
    return jump;
  }

  #agent(line: Directive, path: (word: string) => string | undefined): string | undefined {
    const [word = ""] = line.words;
    if (word.toLowerCase() === "none") return "none";
    const name = word === "SSH_AUTH_SOCK" ? word : /^\$(\w+)$/.exec(word)?.[1];
    return name === undefined ? path(word) : this.#user.env[name];
  }

  /** The user's own files come first. Without any of them every key would be unknown, so that `none` does not count. */
  #knownHosts(paths: (line: Directive, words?: readonly string[]) => string[]): string[] {
    const own = this.#value("userknownhostsfile");
    const system = this.#value("globalknownhostsfile");
    const ownFiles =
      own && !isNoFile(own)
        ? paths(own)
        : [`${this.#user.home}/.ssh/known_hosts`, `${this.#user.home}/.ssh/known_hosts2`];
    if (system) return [...ownFiles, ...(isNoFile(system) ? [] : paths(system))];
    return [...ownFiles, SYSTEM_KNOWN_HOSTS, `${SYSTEM_KNOWN_HOSTS}2`];
  }

  #weakened(): Fault[] {
    const line = this.#value("userknownhostsfile");
    if (!line || !isNoFile(line)) return [];
    const because = "provision always checks host keys, here those in ~/.ssh/known_hosts";
    const hint = "Remove it, or run with --accept-new-host-keys, which says what it accepts.";
    const parameters = { option: `\`${line.written}\``, because, hint };
    return [connectionFault("connection/ssh-config", parameters, { origin: line.origin })];
  }
}

function isNoFile({ words }: Directive): boolean {
  return words.every((word) => word === "none" || word === "/dev/null");
}
