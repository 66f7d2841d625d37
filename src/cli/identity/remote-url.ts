import path from "node:path";

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  ssh: "22",
  "git+ssh": "22",
  "ssh+git": "22",
  https: "443",
  http: "80",
  git: "9418",
};

/**
 * The repository that a git URL leads to, as `host/path`, or as an absolute path if it is local. All usual forms of a repository's URL
 * give the same text: it has no scheme, user, password, default port and trailing `.git`. Undefined if the URL is in no known form.
 * @param folder that of the working tree, which a local path may be relative to
 */
export function repositoryOf(url: string, folder: string): string | undefined {
  if (/\p{Control}/u.test(url) || url.length > 4096) return undefined;
  const [, scheme, authority = "", rest = ""] = /^([a-z][a-z0-9+.-]*):\/\/([^/]*)(.*)$/i.exec(url) ?? [];
  if (scheme?.toLowerCase() === "file") return localPath(decoded(rest) ?? "", "/");
  if (scheme !== undefined) return remote(scheme.toLowerCase(), authority, rest);
  // `host::address` calls a program, and `host:path` is short for `ssh://host/path`.
  const [, login, file = ""] = /^((?:[^/:]*@)?(?:\[[^\]/]+\]|[^/:@]+)):(?!:)(.*)$/.exec(url) ?? [];
  if (login !== undefined) return remote("ssh", login, file.replaceAll(/[%?#]/g, encodeURIComponent));
  return /^[^/]*[:@]/.test(url) ? undefined : localPath(url, folder);
}

/** Where the user ends is certain only if no `@` follows: else part of a password might be taken for the path. */
function remote(scheme: string, authority: string, rest: string): string | undefined {
  const file = rest.includes("@") ? undefined : decoded(rest.replace(/[?#].*$/, ""));
  const defaultPort = DEFAULT_PORTS[scheme];
  const [, host, port = ""] = /^(?:.*@)?(\[[0-9a-f:.]+\]|[^:@[\]]+)(?::(\d*))?$/i.exec(authority) ?? [];
  if (defaultPort === undefined || host === undefined || file === undefined) return undefined;
  const parts = withoutSuffix(file).split("/");
  const names = parts.filter((part, index) => part !== "" && part !== "." && !(part === "~" && index <= 1));
  if (names.length === 0) return undefined;
  const at = port === "" || port === defaultPort ? "" : `:${port}`;
  return [host.toLowerCase() + at, ...names].join("/");
}

function localPath(file: string, folder: string): string | undefined {
  const found = withoutSuffix(path.resolve(folder, file));
  return file === "" || found === "" ? undefined : found;
}

function withoutSuffix(file: string): string {
  return file.replace(/\/+$/, "").replace(/\/?\.git$/, "");
}

function decoded(text: string): string | undefined {
  try {
    const found = decodeURIComponent(text);
    return /\p{Control}/u.test(found) ? undefined : found;
  } catch {
    return undefined;
  }
}
