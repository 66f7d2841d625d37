import { BlockList, isIP } from "node:net";
import { Secret } from "../../model/secret.ts";
import type { Login } from "../http/login.ts";
import { HUB, hubName, type Reference } from "./reference.ts";

/** How the engine on a server reaches registries. */
export interface RegistryAccess {
  /** URLs that are asked before Docker Hub. */
  readonly mirrors: readonly string[];
  readonly logins: readonly RegistryLogin[];
  /** URLs; empty for none. */
  readonly httpProxy: Text;
  readonly httpsProxy: Text;
  /** Hosts, domains and networks that are reached without a proxy. */
  readonly noProxy: readonly string[];
}

interface RegistryLogin {
  /** A host, or a URL such as Docker Hub's `https://index.docker.io/v1/`. */
  readonly registry: string;
  readonly user: Text;
  readonly password: Text;
}

type Text = string | Secret;

const revealed = (text: Text): string => (text instanceof Secret ? text.reveal() : text);

/** The base URLs at which a registry's images are looked for, in order, as Docker does. */
export function endpointsOf({ registry }: Reference, { mirrors }: RegistryAccess): string[] {
  if (registry === HUB) return [...mirrors.map((url) => url.replace(/\/+$/, "")), "https://registry-1.docker.io"];
  const [host = ""] = /^\[.*\]|^[^:]*/.exec(registry) ?? [];
  return isLoopback(host) ? [`https://${registry}`, `http://${registry}`] : [`https://${registry}`];
}

/** The login for the registry at a base URL. */
export function loginFor(endpoint: string, { logins }: RegistryAccess): Login | undefined {
  const host = hubName(new URL(endpoint).host);
  const found = logins.find(
    ({ registry }) => hubName(registry.replace(/^https?:\/\//, "").replace(/\/.*$/s, "")) === host,
  );
  return found && { user: revealed(found.user), password: revealed(found.password) };
}

/** The proxy for a URL; undefined for none. Loopback addresses are always reached without one. */
export function proxyFor(url: string, { httpProxy, httpsProxy, noProxy }: RegistryAccess): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, port } = new URL(url);
  const proxy = revealed(protocol === "https:" ? httpsProxy : httpProxy);
  if (proxy === "" || isLoopback(hostname)) return undefined;
  const target = { host: hostname.replace(/^\[|\]$/g, "").toLowerCase(), port: port || DEFAULT_PORTS[protocol] };
  return noProxy.some((entry) => covers(entry.trim().toLowerCase(), target)) ? undefined : proxy;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/** Whether an entry of `no_proxy` is for a host: `*`, a host or domain, `.domain` for its subdomains, an address, a network. */
function covers(entry: string, { host, port }: { readonly host: string; readonly port: string | undefined }): boolean {
  if (entry === "*") return true;
  const [, network = "", bits = ""] = /^([0-9a-f.:]+)\/(\d{1,3})$/.exec(entry) ?? [];
  if (isIP(network)) return isIP(host) === isIP(network) && inNetwork(host, network, Number(bits));
  const [, name = entry, only] = isIP(entry) ? [] : (/^(.*?)(?::(\d+))?$/.exec(entry) ?? []);
  if (name === "" || (only !== undefined && only !== port)) return false;
  return host === name || host.endsWith(name.startsWith(".") ? name : `.${name}`);
}

function inNetwork(host: string, network: string, bits: number): boolean {
  const family = isIP(network) === 6 ? "ipv6" : "ipv4";
  if (bits > (family === "ipv6" ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list.check(host, family);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host === "::1" || /^127(?:\.\d+){3}$/.test(host);
}
