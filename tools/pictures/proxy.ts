import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on this machine's loopback that adds a login to every request, so that no browser has to know it. */
export async function proxyWithLogin(
  target: string,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<{ readonly url: string; readonly close: () => void }> {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const forwarded = request({ hostname, port, method, path, headers: { ...headers, authorization } }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    forwarded.on("error", (error) => outgoing.writeHead(502).end(error.message));
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address of this kind.
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
