import { existsSync, readFileSync } from "node:fs";

/** If the first file names systemd's resolver on a loopback address, the second one has the actual servers. */
const FILES = ["/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"];

/** The machine's resolver settings for a container; empty if only a loopback resolver is known. */
export function readResolvConf(): string {
  const texts = FILES.filter((file) => existsSync(file)).map((file) => nonLoopbackSettings(readFileSync(file, "utf8")));
  return texts.find((text) => text !== "") ?? "";
}

export function nonLoopbackSettings(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const servers = lines.filter((line) => /^nameserver\s/.test(line) && !/^nameserver\s+(127\.|::1)/.test(line));
  if (servers.length === 0) return "";
  return [...servers, ...lines.filter((line) => /^(search|options)\s/.test(line))].join("\n");
}
