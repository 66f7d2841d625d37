/** The first URL of the remote `origin` in the text of a git configuration. Files that it includes are not read. */
export function originUrl(config: string): string | undefined {
  let isOrigin = false;
  for (const line of config.replaceAll(/\\\r?\n/g, "").split(/\r?\n/)) {
    const [header = "", name = "", sub] = /^\s*\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line) ?? [];
    if (header !== "") isOrigin = isOriginSection(name, sub);
    const [, value] = /^\s*url\s*=(.*)$/i.exec(line.slice(header.length)) ?? [];
    if (isOrigin && value !== undefined) return unquote(value);
  }
  return undefined;
}

/** `[remote "origin"]`, or as old versions of git wrote it, `[remote.origin]`. */
function isOriginSection(name: string, sub: string | undefined): boolean {
  if (sub === undefined) return name.toLowerCase() === "remote.origin";
  return name.toLowerCase() === "remote" && sub.replaceAll(/\\(.)/g, "$1") === "origin";
}

/** The value without quotes, escapes and the comment after it; undefined if it is empty or a quote is not closed. */
function unquote(written: string): string | undefined {
  let value = "";
  let quoted = false;
  for (const [part] of written.matchAll(/\\.|./g)) {
    if (part === '"') quoted = !quoted;
    else if (!quoted && (part === "#" || part === ";")) break;
    else value += part.length === 2 ? part.slice(1) : part;
  }
  value = value.trim();
  return quoted || value === "" ? undefined : value;
}
