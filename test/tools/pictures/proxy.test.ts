import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { proxyWithLogin } from "../../../tools/pictures/proxy.ts";

describe("tools/pictures/proxy", () => {
  it("adds the login to every request, and passes on the answer", async () => {
    const grafana = createServer((request, response) => {
      const { method, url, headers } = request;
      request.pipe(response.writeHead(418, { "x-seen": `${method} ${url} ${headers.authorization}` }));
    });
    await new Promise<void>((resolve) => grafana.listen(0, "127.0.0.1", resolve));
    const { port } = grafana.address() as AddressInfo;
    const proxy = await proxyWithLogin(`http://127.0.0.1:${port}`, { user: "admin", password: "p:w" });
    try {
      const reply = await fetch(`${proxy.url}/api/ds/query?a=1`, { method: "POST", body: "text" });
      const login = Buffer.from("admin:p:w").toString("base64");
      expect(reply.status).to.equal(418);
      expect(reply.headers.get("x-seen")).to.equal(`POST /api/ds/query?a=1 Basic ${login}`);
      expect(await reply.text()).to.equal("text");
    } finally {
      proxy.close();
      grafana.close();
      grafana.closeAllConnections();
    }
  });

  it("answers 502 if Grafana cannot be reached", async () => {
    const proxy = await proxyWithLogin("http://127.0.0.1:1", { user: "admin", password: "p" });
    try {
      expect((await fetch(proxy.url)).status).to.equal(502);
    } finally {
      proxy.close();
    }
  });
});
