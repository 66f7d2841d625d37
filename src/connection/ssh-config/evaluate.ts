import { connectionFault } from "../../errors/catalogue/connection.ts";
import type { Fault } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import { FOLLOWED, IGNORED, KNOWN } from "./keywords.ts";
import type { Directive } from "./lines.ts";
import { matchesAll, matchesHost, wantsFinal, type Subject } from "./match.ts";
import type { Node } from "./read.ts";

/** The options of one host: of each the line that counts, of `IdentityFile` all. Keywords are in lower case. */
export interface Evaluated {
  readonly first: ReadonlyMap<string, Directive>;
  readonly identityFiles: readonly Directive[];
  /** What is not followed, a line each. */
  readonly warnings: readonly Fault[];
  readonly faults: readonly Fault[];
}

/** The host whose options are wanted. */
export interface Asked {
  /** The name or address that ssh would be called with. */
  readonly host: string;
  /** The name to log in with, if the inventory or the command line says it. */
  readonly user: string | undefined;
  readonly localUser: string;
  /** Makes the name after `HostName` of its value. */
  readonly hostName: (value: string) => string;
}

/** Goes through the lines as ssh does: the first value of an option counts, and `Match final` needs a second round. */
export function evaluate(nodes: readonly Node[], asked: Asked): Evaluated {
  const walk = new Walk(asked);
  walk.visit(nodes, true);
  if (walk.wantsFinal) {
    walk.isFinal = true;
    walk.visit(nodes, true);
  }
  const { first, warnings, faults } = walk;
  return { first, identityFiles: [...walk.identityFiles.values()], warnings: [...warnings.values()], faults };
}

class Walk {
  readonly first = new Map<string, Directive>();
  readonly identityFiles = new Map<string, Directive>();
  /** By the place of the line. */
  readonly warnings = new Map<string, Fault>();
  readonly faults: Fault[] = [];
  isFinal = false;
  wantsFinal = false;
  readonly #asked: Asked;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /** Within a file that a block includes, no block counts unless that one does. */
  visit(nodes: readonly Node[], outer: boolean): void {
    let active = outer;
    for (const node of nodes) {
      if ("files" in node) for (const file of node.files) this.visit(file, active);
      else if (node.keyword === "host") active = outer && matchesHost(node.words, this.#subject());
      else if (node.keyword === "match") active = this.#match(node) && outer;
      else if (active) this.#use(node);
    }
  }

  #subject(): Subject {
    const { host, user, localUser, hostName } = this.#asked;
    const written = this.first.get("hostname")?.words[0];
    return {
      original: host,
      host: written === undefined ? host : hostName(written),
      user: user ?? this.first.get("user")?.words[0] ?? localUser,
      localUser,
      isFinal: this.isFinal,
    };
  }

  #match(line: Directive): boolean {
    if (wantsFinal(line)) this.wantsFinal = true;
    const { is, problem, fatal } = matchesAll(line, this.#subject());
    if (problem === undefined) return is;
    const { origin } = line;
    if (fatal) this.#fail(connectionFault("connection/ssh-config-syntax", { option: "Match", problem }, { origin }));
    else {
      const hint = `Remove it, or write what the block says under \`Host\` or in the inventory.`;
      this.#warn(
        line,
        `\`Match ${problem}\``,
        "provision does not decide this condition, and leaves the block out",
        hint,
      );
    }
    return false;
  }

  #use(line: Directive): void {
    const { keyword, words, written } = line;
    const [value = ""] = words;
    const ignored = IGNORED.get(keyword)?.(value);
    if (ignored) this.#warn(line, `\`${written}\``, ignored.because, ignored.hint);
    else if (!KNOWN.has(keyword)) {
      const [name = ""] = written.split(/[\s=]/);
      const near = nearest(keyword, KNOWN);
      const hint = near === undefined ? "Remove it." : `Did you mean \`${near}\`?`;
      this.#warn(line, `\`${name}\``, "ssh has no such option that provision knows", hint);
    }
    // The final round comes after the name is known.
    if (keyword === "identityfile") this.identityFiles.set(value, this.identityFiles.get(value) ?? line);
    else if (keyword === "hostname" && this.isFinal) return;
    else if (isFollowed(keyword) && !this.first.has(slot(keyword))) this.first.set(slot(keyword), line);
  }

  #warn({ origin }: Directive, option: string, because: string, hint: string): void {
    const fault = connectionFault("connection/ssh-config", { option, because, hint }, { origin });
    this.warnings.set(`${origin.file}:${origin.line}`, fault);
  }

  #fail(fault: Fault): void {
    if (!this.isFinal) this.faults.push(fault);
  }
}

const FOLLOWED_NAMES: ReadonlySet<string> = new Set(FOLLOWED);
const isFollowed = (keyword: string): boolean => FOLLOWED_NAMES.has(keyword);

/** `ProxyCommand` and `ProxyJump` exclude each other: the first of both counts. */
function slot(keyword: string): string {
  return keyword === "proxycommand" ? "proxyjump" : keyword;
}
