/** Where ssh logs in: `[user@]host[:port]`, as in ProxyJump. */
export interface Destination {
  readonly host: string;
  readonly user: string | undefined;
  readonly port: number | undefined;
}

const WRITTEN =
  /^(?:ssh:\/\/)?(?:([^\s-]\S*)@)?(?:\[([\da-f:.]+(?:%[\w.-]+)?)\]|([^\s:@/[\]-][^\s:@/[\]]*))(?::(\d{1,5}))?$/i;

/** Parses one destination; undefined if it is none. An IPv6 address stands in brackets. */
function parseDestination(text: string): Destination | undefined {
  const [, user, address, name, digits] = WRITTEN.exec(text.trim()) ?? [];
  const host = address ?? name;
  const port = digits === undefined ? undefined : Number(digits);
  if (host === undefined || port === 0 || (port ?? 0) > 65_535) return undefined;
  return { host, user, port };
}

/** Parses destinations between commas, the nearest one first; `none` is an empty list. Undefined if one is wrong. */
export function parseDestinations(text: string): readonly Destination[] | undefined {
  if (text.trim().toLowerCase() === "none") return [];
  const all = text.split(",").map(parseDestination);
  return all.every((one) => one !== undefined) ? all : undefined;
}
