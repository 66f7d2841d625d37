import { isIP } from "node:net";
import { parseDestinations, type Destination } from "../model/destination.ts";
import type { Origin } from "../model/origin.ts";
import { Secret } from "../model/secret.ts";
import { Unknown } from "../model/unknown.ts";
import { isList, type Value } from "../model/value.ts";

/** A setting that is written somewhere, with its value. Both its name and its position are for faults. */
export interface ReadSetting {
  readonly name: string;
  readonly value: Value;
  readonly origin: Origin;
  /** Whether the value stands in the file as it is; text that is computed or given by `-e` has no types. */
  readonly literal: boolean;
}

/** What a setting should have been. */
export interface WrongSetting {
  readonly expected: string;
  /** Undefined if there is no more to say than what was expected. */
  readonly hint?: string | undefined;
  /** The value must not be shown. */
  readonly isHidden?: true;
}

/** Parses the value of a setting that is written. */
export type ParseSetting<T> = (found: ReadSetting) => T | WrongSetting;

/** Whether a setting was not what it should have been. */
export function isWrong(parsed: unknown): parsed is WrongSetting {
  return typeof parsed === "object" && parsed !== null && "expected" in parsed;
}

/** A string of one line. */
export const textSetting: ParseSetting<string> = ({ name, value }) => {
  if (typeof value === "number") return { expected: "a string", hint: `Write \`${name}: "${value}"\`.` };
  if (typeof value !== "string") return { expected: "a string" };
  return /\p{Cc}/u.test(value) ? { expected: "one line without control characters" } : value;
};

/** The name of a user: SSH servers and sudo take names in many forms, but none with blanks or like an option. */
export const userSetting: ParseSetting<string> = (found) => {
  const text = textSetting(found);
  return typeof text !== "string" || /^[^\s-]\S*$/.test(text) ? text : { expected: "the name of a user" };
};

/** A host name or an IP address. */
export const addressSetting: ParseSetting<string> = (found) => {
  const text = textSetting(found);
  if (typeof text !== "string") return text;
  const address = text.trim();
  if (isIP(address) !== 0 || /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._-]*$/u.test(address)) return address;
  return { expected: "a host name or an IP address", hint: addressHint(address, found.name) };
};

function addressHint(text: string, name: string): string | undefined {
  const [, user, rest = text] = /^([^@/\s]+)@(.+)$/.exec(text) ?? [];
  const [, host = rest, port] = /^(?:\w+:\/\/)?\[?([^/\]\s]+?)\]?(?::(\d+))?\/?$/.exec(rest) ?? [];
  if (host === text) return undefined;
  const login = user === undefined ? [] : [`ssh_user: ${user}`];
  const more = port === undefined ? login : [...login, `ssh_port: ${port}`];
  return `Write \`${[`${name}: ${host}`, ...more].join(", ")}\`.`;
}

/** A port of TCP. */
export const portSetting: ParseSetting<number> = ({ value }) => {
  const number = typeof value === "string" && /^\d+$/.test(value.trim()) ? Number(value) : value;
  const valid = typeof number === "number" && Number.isInteger(number) && number > 0 && number < 65_536;
  return valid ? number : { expected: "a number from 1 to 65535" };
};

const WORDS = new Map([
  ["true", true],
  ["yes", true],
  ["false", false],
  ["no", false],
]);

/** A boolean. Words are accepted where a value has no type, as in `-e ansible_become=true`. */
export const booleanSetting: ParseSetting<boolean> = ({ name, value, literal }) => {
  if (typeof value === "boolean") return value;
  const meant = typeof value === "string" ? WORDS.get(value.toLowerCase()) : undefined;
  if (meant !== undefined && !literal) return meant;
  const hint = meant === undefined ? undefined : `Write \`${name}: ${meant}\`, without quotes.`;
  return { expected: "true or false", hint };
};

/** Ansible's names of connection plugins that do what ours do. */
const CONNECTIONS = new Map<unknown, "ssh" | "local">([
  ["ssh", "ssh"],
  ["smart", "ssh"],
  ["paramiko", "ssh"],
  ["paramiko_ssh", "ssh"],
  ["local", "local"],
]);

/** The type of connection. */
export const connectionSetting: ParseSetting<"ssh" | "local"> = ({ value }) => {
  const name = typeof value === "string" ? value.replace(/^ansible\.(builtin|netcommon)\./, "") : value;
  return CONNECTIONS.get(name) ?? { expected: "ssh or local" };
};

/** Hosts to connect through: a list, or a string as that of ProxyJump. */
export const jumpSetting: ParseSetting<readonly Destination[]> = ({ value }) => {
  const texts = isList(value) ? value : [value];
  const parsed = texts.map((text) => (typeof text === "string" ? parseDestinations(text) : undefined));
  if (parsed.every((one) => one !== undefined)) return parsed.flat();
  return {
    expected: "hosts as `[user@]host[:port]`",
    hint: "Write `ssh_jump: [HOST, USER@HOST:PORT]`, the nearest one first, with IPv6 addresses in brackets, or `ssh_jump: none`.",
  };
};

/** A password. Only secrets are never shown, so that it must be one. It is undefined for whoever reads no secrets. */
export const passwordSetting: ParseSetting<Secret | undefined> = ({ name, value }) => {
  if (value instanceof Unknown) return undefined;
  if (value instanceof Secret) return value;
  return {
    expected: "a secret",
    isHidden: true,
    hint: `Move it into secrets.yaml with \`provision secrets edit\`, and write \`${name}: "{{ NAME }}"\` with its name there. Or enter it with --ask-pass.`,
  };
};
