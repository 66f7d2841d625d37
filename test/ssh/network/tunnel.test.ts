import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { inventory, programOf, project } from "../harness.ts";
import { freePort, startSshd, type Sshd } from "../sshd.ts";

describe("ssh/network/tunnel", () => {
  let sshd: Sshd;
  let page: Server;
  const started: ChildProcess[] = [];

  before(async () => {
    sshd = await startSshd();
    page = createServer((request, response) => response.end(`page ${request.url ?? ""} ${"x".repeat(300_000)}`));
    page.listen(0, "127.0.0.1");
    await once(page, "listening");
  });

  afterEach(() => started.splice(0).forEach((child) => child.kill("SIGKILL")));

  after(async () => {
    page.close();
    await sshd.stop();
  });

  /** A project whose role declares the page, and one that nothing listens for. */
  async function siteWithPages(): Promise<string> {
    const { port } = page.address() as AddressInfo;
    const ports = [
      { for: "page", port, address: "127.0.0.1", page: "Shown" },
      { for: "none", port: await freePort(), address: "127.0.0.2", page: "Closed" },
      { for: "inner", port: await freePort(), address: "127.0.0.1" },
    ];
    return project({
      "inventory.yaml": inventory({ one: { sshd } }),
      "site.yaml": JSON.stringify([
        { hosts: "all", roles: ["web"], tasks: [{ debug: { msg: "{{ json project_roles }}" } }] },
      ]),
      "roles/web/tasks/main.yaml": "- debug: { msg: web }\n",
      "roles/web/meta/main.yaml": JSON.stringify({ provides: { ports } }),
    });
  }

  /** Starts the command and returns its process, and the lines that it prints until it is open or has ended. */
  async function tunnel(...args: string[]): Promise<{ child: ChildProcess; lines: string[]; errors: () => string }> {
    const [node = "", program = ""] = programOf();
    const cwd = await siteWithPages();
    const child = spawn(node, [program, "tunnel", "--playbook", "site.yaml", ...args], { cwd });
    started.push(child);
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (line.startsWith("Press Ctrl-C")) break;
    }
    return { child, lines, errors: () => errors };
  }

  const urlOf = (line = ""): string => /http:\S+/.exec(line)?.[0] ?? "";

  it("opens the declared pages on the loopback address, whole, until Ctrl-C", async () => {
    const { child, lines } = await tunnel();
    expect(lines.map((line) => line.split(/\s+/)[0])).to.deep.equal(["Shown", "Closed", "Press"]);
    const [first = "", closed = ""] = lines;
    const text = await (await fetch(`${urlOf(first)}/a?b=c`)).text();
    expect(text).to.match(/^page \/a\?b=c x{300000}$/);
    expect(await fetch(urlOf(closed)).catch(() => "refused")).to.equal("refused");
    expect(await (await fetch(urlOf(first))).text(), "after a page that is closed").to.include("page /");
    child.kill("SIGINT");
    expect((await once(child, "exit"))[0]).to.equal(0);
    const socket = connect(Number(new URL(urlOf(first)).port), "127.0.0.1");
    expect(((await once(socket, "error")) as [NodeJS.ErrnoException])[0].code).to.equal("ECONNREFUSED");
  });

  it("opens only the named pages, in any case, and names the others for an unknown one", async () => {
    const { lines, child } = await tunnel("shown");
    expect(lines).to.have.length(2);
    child.kill("SIGTERM");
    expect((await once(child, "exit"))[0]).to.equal(143);
    const wrong = await tunnel("shwon");
    expect(wrong.child.exitCode ?? (await once(wrong.child, "exit"))[0]).to.equal(2);
    expect(wrong.errors()).to.include("There is no page shwon.").and.include("Did you mean shown?");
  });

  it("ends, and says so, when the connection is lost", async () => {
    const own = await startSshd();
    const shared = sshd;
    sshd = own;
    const { child, errors } = await tunnel("shown").finally(() => (sshd = shared));
    const exited = once(child, "exit");
    await own.stop();
    expect((await exited)[0]).to.equal(3);
    expect(errors()).to.include("connection").and.include("while its pages were open");
  });
});
