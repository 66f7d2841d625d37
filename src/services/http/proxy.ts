import type { Duplex } from "node:stream";
import { loginHeader } from "./login.ts";

/** The most of a proxy's answer that is read. */
const MAX_HEAD = 16 * 1024;

/** The host and port of a proxy, as the host of the connection sees it. */
export function proxyAddress({ hostname, port, protocol }: URL): readonly [string, number] {
  return [hostname.replace(/^\[|\]$/g, ""), port === "" ? (protocol === "https:" ? 443 : 80) : Number(port)];
}

/** The user and password in a proxy's URL, as a header for the proxy. */
export function proxyLogin({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === "" && password === "") return {};
  const { authorization } = loginHeader({
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  });
  return authorization === undefined ? {} : { "proxy-authorization": authorization };
}

/** Asks a proxy for a tunnel to `target`, as HOST:PORT. Rejects if the stream fails, or with what the proxy answers instead. */
export function openTunnel(stream: Duplex, proxy: URL, target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let head = "";
    const finish = (error?: Error) => {
      stream.off("data", read).off("close", closed).off("error", finish);
      stream.pause();
      if (error) reject(error);
      else resolve();
    };
    const closed = () => finish(new Error(`the proxy ${proxy.host} closed the connection`));
    const read = (chunk: Buffer) => {
      head += chunk.toString("latin1");
      const status = /^HTTP\/1\.[01] (\d{3})[^\r\n]*/.exec(head);
      if (!/\r\n\r\n/.test(head) && head.length < MAX_HEAD) return;
      if (status?.[1]?.startsWith("2")) finish();
      else
        finish(
          refused(`the proxy ${proxy.host} opens no tunnel to ${target}: ${status?.[0] ?? "it does not speak HTTP"}`),
        );
    };
    stream.on("data", read).once("close", closed).once("error", finish);
    stream.once("connect", () => {
      const login = Object.entries(proxyLogin(proxy)).map(([name, value]) => `${name}: ${value}\r\n`);
      stream.write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n${login.join("")}\r\n`);
    });
  });
}

/** The code makes it a server that nobody answers at, not a connection that broke. */
function refused(message: string): Error {
  return Object.assign(new Error(message), { code: "ECONNREFUSED" });
}
