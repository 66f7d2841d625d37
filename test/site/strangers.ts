import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../../lab/api.ts";
import { inside, ROOT, SERVERS } from "./harness.ts";

/** The ports that docs/ports.md lists for a server. The first server is main. */
export function documentedPorts(host: string): number[] {
  const rows = readFileSync(join(ROOT, "docs/ports.md"), "utf8").matchAll(/^\| (\d+) +\| (all|main) /gm);
  return [...rows].flatMap(([, port = "", where]) => (where === "all" || host === SERVERS[0] ? [Number(port)] : []));
}

/** Prints the ports of an address that accept a connection, one per line, as sh and bash do it. */
function openPortsCommand(address: string, ports: readonly number[]): string {
  const attempt = `timeout 2 bash -c "</dev/tcp/${address}/$port" 2>/dev/null && echo "$port"`;
  return `for port in ${ports.join(" ")}; do { ${attempt}; } & done; wait; true`;
}

const numbersIn = (text: string): number[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map(Number)
    .sort((a, b) => a - b);

/** The ports of a server that a machine outside the inventory can open. */
export async function openToStrangers(lab: Lab, host: string, ports = documentedPorts(host)): Promise<number[]> {
  const outcome = await lab.asStranger(openPortsCommand(addressOf(lab, host), ports));
  if (outcome.code !== 0) throw new Error(`the stranger failed: ${outcome.stderr}`);
  return numbersIn(outcome.stdout);
}

/** The addresses of a server and of a machine outside the inventory, on one IPv6 network. */
export const IPV6 = { server: "fd00:30::12", stranger: "fd00:30::99" } as const;

/** The ports of the server with the IPv6 address that a machine outside the inventory can open over IPv6. */
export async function openOverIpv6(lab: Lab, ports: readonly number[]): Promise<number[]> {
  const outcome = await lab.asStranger(openPortsCommand(IPV6.server, ports), `${IPV6.stranger}/64`);
  if (outcome.code !== 0) throw new Error(`the stranger failed: ${outcome.stderr}`);
  return numbersIn(outcome.stdout);
}

/** The ports of a server that a container on this server, in Docker's own network, can open. */
export async function openToContainers(lab: Lab, host: string, ports = documentedPorts(host)): Promise<number[]> {
  const program =
    "const [address, ...ports] = process.argv.slice(1); for (const port of ports) { const socket = require('net').connect(port, address);" +
    " socket.on('connect', () => { console.log(port); socket.destroy(); }).on('error', () => {}); socket.setTimeout(2000, () => socket.destroy()); }";
  const command = `docker run --rm node:20.19.2-slim node -e "${program}" ${addressOf(lab, host)} ${ports.join(" ")}`;
  return numbersIn(await inside(lab, host, command));
}

const addressOf = (lab: Lab, host: string): string => lab.hosts[SERVERS.indexOf(host)]?.address ?? "";
