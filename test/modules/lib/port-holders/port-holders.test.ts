import { spawnSync } from "node:child_process";
import net from "node:net";
import { expect } from "chai";
import { portHolders } from "../../../../src/modules/lib/port-holders/port-holders.sh.ts";
import { closeServer, freePort, listen } from "../../../services/loopback.ts";

/** What the function says about a text, and about the ports of a program that belongs to `own`. */
function said(text: string, own = "none.service", environment: Readonly<Record<string, string>> = {}): string {
  const script = `with_environment() { "$@"; }\n${portHolders.text}\nport_holders "$1" "$2"`;
  const env = { ...process.env, LC_ALL: "C", ...environment };
  const { stdout, stderr } = spawnSync("sh", ["-c", script, "sh", text, own], { encoding: "utf8", env });
  expect(stderr).to.equal("");
  return stdout;
}

describe("modules/lib/port-holders", () => {
  const server = net.createServer();
  let port: number;
  before(async () => (port = await listen(server)));
  after(() => closeServer(server));
  const held = () => `Port ${port} is in use: node (process ${process.pid}`;

  const texts: readonly (readonly [what: string, text: (port: number) => string])[] = [
    ["Go", (at) => `listen tcp 127.0.0.1:${at}: bind: address already in use`],
    ["nginx, in German", (at) => `bind() to 0.0.0.0:${at} failed (98: Die Adresse wird bereits verwendet)`],
    ["Java", (at) => `java.net.BindException: Failed to bind to /0.0.0.0:${at}`],
    ["Node.js", (at) => `Error: listen EADDRINUSE: address already in use :::${at}`],
    ["Docker", (at) => `Bind for 0.0.0.0:${at} failed: port is already allocated.`],
    ["PostgreSQL", (at) => `Is another postmaster already running on port ${at}? If not, wait.`],
    ["a setting", (at) => `cannot start with PORT=${at}.`],
  ];
  for (const [what, text] of texts) {
    it(`names the program that listens on a port which ${what} cannot bind`, () => {
      expect(said(`Nov 29 10:22:05 starting\n${text(port)}\nbye`)).to.include(held());
    });
  }

  it("says nothing of free ports, of times, of other numbers and without a port", async () => {
    expect(said(`listen :${await freePort()}: in use`)).to.equal("");
    expect(said(`at 10:22:${String(port).slice(0, 2)} exit ${port}, 1.${port}.3, pid ${port}`)).to.equal("");
    expect(said("it failed")).to.equal("");
  });

  it("says nothing of the unit's own processes", () => {
    const groups = spawnSync("cat", [`/proc/${process.pid}/cgroup`], { encoding: "utf8" }).stdout.trim();
    expect(said(`:${port}`, groups)).to.equal("");
  });
});
