import { createHash, createHmac } from "node:crypto";

/** A line of known_hosts. */
export interface HostLine {
  /** `@cert-authority` or `@revoked`; empty for a plain key. */
  readonly marker: string;
  /** The names, separated by commas, or one hash. */
  readonly names: string;
  readonly type: string;
  /** The key in base64. */
  readonly blob: string;
  readonly comment: string;
}

/** What a task wants of the lines of a host. */
export interface Wanted {
  readonly name: string;
  readonly key: HostLine | undefined;
  readonly isPresent: boolean;
  readonly isHashed: boolean;
}

/** Reads a line; undefined for comments and what is no key. */
export function parseLine(line: string): HostLine | undefined {
  const [, marker = "", names = "", type = "", blob = "", comment = ""] =
    /^\s*(?:(@\S+)\s+)?([^\s#@]\S*)\s+([a-z][\w.@-]*)\s+([A-Za-z0-9+/]+=*)(?:\s+(.*\S))?\s*$/.exec(line) ?? [];
  return blob === "" ? undefined : { marker, names, type, blob, comment };
}

const written = ({ marker, names, type, blob, comment }: HostLine) =>
  [marker, names, type, blob, comment].filter((part) => part !== "").join(" ");

/** Whether a line is about the host: names are compared as they are written, hashes are computed. */
export function isAbout({ names }: HostLine, name: string): boolean {
  const [, salt] = /^\|1\|([^|]+)\|/.exec(names) ?? [];
  return salt === undefined ? names.split(",").includes(name) : names === hashed(name, Buffer.from(salt, "base64"));
}

function hashed(name: string, salt: Buffer): string {
  return `|1|${salt.toString("base64")}|${createHmac("sha1", salt).update(name).digest("base64")}`;
}

/** The name as a new line has it. The salt follows from the key, so that each run writes the same. */
function shownName({ name, isHashed, key }: Wanted): string {
  return isHashed
    ? hashed(
        name,
        createHash("sha1")
          .update(`${name} ${key?.blob ?? ""}`)
          .digest(),
      )
    : name;
}

/** The text with the key of the host, or without keys of it. */
export function withHost(wanted: Wanted, text: string): string {
  const lines = text.split("\n").slice(0, text.endsWith("\n") || text === "" ? -1 : undefined);
  const meant = lines.map((line) => {
    const found = parseLine(line);
    return found && isMeant(found, wanted) ? found : undefined;
  });
  const fit = meant.findIndex((found) => found && isWanted(found, wanted));
  const kept = lines.flatMap((line, index) => {
    const found = meant[index];
    return !found || index === fit ? [line] : others(found, wanted.name);
  });
  const { key, isPresent } = wanted;
  const added = key && isPresent && fit < 0 ? [written({ ...key, names: shownName(wanted) })] : [];
  const after = [...kept, ...added];
  return after.length === lines.length && after.every((line, index) => line === lines[index])
    ? text
    : after.map((line) => `${line}\n`).join("");
}

/** Whether the task decides about a line: one of the host, and with a key one of that type and marker. */
function isMeant(found: HostLine, { name, key, isPresent }: Wanted): boolean {
  if (!isAbout(found, name) || found.marker !== (key?.marker ?? "")) return false;
  return !key || (found.type === key.type && (isPresent || found.blob === key.blob));
}

const isWanted = ({ names, blob }: HostLine, { key, isPresent, isHashed }: Wanted) =>
  isPresent && blob === key?.blob && (!isHashed || names.startsWith("|1|"));

/** The line for the other hosts that it names. */
function others(found: HostLine, name: string): readonly string[] {
  const names = found.names.split(",").filter((each) => each !== name && !each.startsWith("|1|"));
  return names.length === 0 ? [] : [written({ ...found, names: names.join(",") })];
}
