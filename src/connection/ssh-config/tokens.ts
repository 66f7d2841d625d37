import path from "node:path";

/** The local user and this machine, as tokens of ssh_config(5) name them. */
export interface LocalUser {
  readonly name: string;
  readonly home: string;
  readonly uid: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The name of this machine. */
  readonly hostname: string;
}

/** Values by the letter of their token: `h` for `%h`. */
export type Tokens = Readonly<Record<string, string>>;

/** Why text cannot be expanded: a clause. */
export interface NotExpanded {
  readonly problem: string;
}

/** Replaces `%h` and the like. */
export function expandTokens(text: string, tokens: Tokens): string | NotExpanded {
  let problem: string | undefined;
  const expanded = text.replace(/%(.?)/gs, (_, letter: string) => {
    if (letter === "%") return "%";
    const value = Object.hasOwn(tokens, letter) ? tokens[letter] : undefined;
    if (value === undefined) problem = `the token %${letter} is not known here`;
    return value ?? "";
  });
  return problem === undefined ? expanded : { problem };
}

/** Expands `~`, `${NAME}` and tokens in the path of a file. */
export function expandPath(text: string, user: LocalUser, tokens?: Tokens): string | NotExpanded {
  if (/^~[^/]/.test(text)) return { problem: "only the own home folder can be written as ~" };
  const home = text.replace(/^~/, () => user.home);
  let problem: string | undefined;
  const known = home.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    const value = user.env[name];
    if (value === undefined) problem = `the environment has no ${name}`;
    return value ?? "";
  });
  if (problem !== undefined) return { problem };
  return tokens ? expandTokens(known, tokens) : known;
}

/** The tokens that say who connects from where. */
export function localTokens(user: LocalUser): Tokens {
  const { name, home, uid, hostname } = user;
  return {
    u: name,
    d: home,
    i: uid === undefined ? "" : String(uid),
    l: hostname,
    L: path.basename(hostname.split(".")[0] ?? ""),
  };
}
