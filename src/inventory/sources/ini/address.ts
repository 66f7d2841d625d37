import { isIP } from "node:net";

/** The name in an entry of an INI inventory, and the port after it: `web1:2222`, `[::1]:22`. */
export function splitAddress(written: string): { readonly name: string; readonly port: string | undefined } {
  if (isIP(written) === 6) return { name: written, port: undefined };
  const [, bracketed, portAfter] = /^\[([^\]]+)\](?::(\d+))?$/.exec(written) ?? [];
  if (bracketed !== undefined && isIP(bracketed) === 6) return { name: bracketed, port: portAfter };
  // A colon in brackets belongs to a range.
  const [, name = written, port] = /^((?:\[[^\]]*\]|[^:[\]])+):(\d+)$/.exec(written) ?? [];
  return { name, port };
}
