import { once } from "node:events";
import { createServer } from "node:http";
import { expect } from "chai";
import { leftovers, provision, site } from "./harness.ts";
import { freePort, startSshd } from "./sshd.ts";

describe("ssh/forward", () => {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ path: request.url, body, big: "x".repeat(200_000) }));
    });
  });
  let port: number;
  before(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    port = typeof address === "object" && address ? address.port : 0;
  });
  after(() => server.close());

  const tasks = (targetPort: number) => `
- name: Get
  uri: { url: "http://127.0.0.1:${targetPort}/health?a=b", return_content: true }
  register: got
- name: Post
  uri: { url: "http://127.0.0.1:${targetPort}/post", method: POST, body: text }
- name: Shell in parallel
  command: echo
`;

  it("reaches services of the target through the connection, even with MaxSessions 1", async () => {
    const sshd = await startSshd({ config: ["MaxSessions 1"] });
    try {
      const run = await provision(site(sshd, tasks(port)));
      expect(run.exit, run.stderr).to.equal(0);
      expect(run.results("Get")[0]?.result["json"]).to.deep.include({ path: "/health?a=b" });
      expect(run.results("Post")[0]?.result["json"]).to.deep.include({ body: "text" });
      expect(leftovers(sshd)).to.deep.equal([]);
    } finally {
      await sshd.stop();
    }
  });

  it("reports the address of a closed port, or if forwarding is forbidden", async () => {
    const sshd = await startSshd();
    const closed = await startSshd({ config: ["AllowTcpForwarding no"] });
    try {
      const unused = await freePort();
      for (const [target, targetPort] of [
        [sshd, unused],
        [closed, port],
      ] as const) {
        const run = await provision(site(target, tasks(targetPort)));
        expect(run.exit, run.stderr).to.equal(1);
        expect(run.results("Get")[0]?.error?.message).to.include(String(targetPort));
        expect(leftovers(target)).to.deep.equal([]);
      }
    } finally {
      await Promise.all([sshd.stop(), closed.stop()]);
    }
  });
});
