import type { Address } from "./model.ts";

/** The pattern of an entry of `bootstrap`: `HOST:PORT`, an IPv6 address in brackets. */
export const ADDRESS = "^(\\[[0-9A-Fa-f:.]+\\]|[^:\\[\\]\\s]+):[0-9]{1,5}$";

/** Parses a string that matches ADDRESS. */
export function parseAddress(text: string): Address {
  const colon = text.lastIndexOf(":");
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ""), port: Number(text.slice(colon + 1)) };
}

export function showAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
