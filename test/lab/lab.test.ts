import { readFileSync, statSync } from "node:fs";
import { expect } from "chai";
import { canRunLab, labUp, type Lab } from "../../lab/api.ts";
import { run, type Outcome } from "../../lab/machine/process.ts";

describe("lab", function () {
  this.timeout(300_000);
  let lab: Lab;

  before(async function () {
    const support = await canRunLab();
    if (!support.ok) this.skip();
    lab = await labUp({ hosts: ["server1", "server2"], images: false });
  });

  const login = (user: string, host: number, command: string): Promise<Outcome> => {
    const options = [`UserKnownHostsFile=${lab.knownHostsFile}`, "IdentitiesOnly=yes", "BatchMode=yes"];
    const target = `${user}@${lab.hosts[host]?.address ?? ""}`;
    const flags = options.flatMap((option) => ["-o", option]);
    return run(["ssh", "-F", "none", "-i", lab.privateKeyFile, ...flags, target, command]);
  };

  it("lets its users log in by key, each with its own sudo rights", async () => {
    expect(await login("admin", 0, "hostname; sudo -n id -u")).to.include({ code: 0, stdout: "server1\n0\n" });
    expect(await login("deploy", 0, "sudo -n sh -c 'id -u'")).to.include({ code: 0, stdout: "0\n" });
    expect((await login("deploy", 0, "sudo -n id -u")).code).to.equal(1);
    expect((await login("plain", 1, `echo ${lab.operatorPassword} | sudo -S true`)).code).to.equal(1);
    expect((await login("operator", 1, "sudo -n true")).stderr).to.contain("password is required");
    expect((await login("operator", 1, `echo ${lab.operatorPassword} | sudo -S true`)).code).to.equal(0);
  });

  it("keeps its private key readable only by the user who runs it", () => {
    expect(statSync(lab.privateKeyFile).mode & 0o777).to.equal(0o600);
  });

  it("has servers that resolve each other's names and whose init system runs without failures", async () => {
    const outcome = await lab.exec("server1", "getent hosts server2; systemctl is-system-running; ps -o comm= -p 1");
    expect(outcome.stdout.split("\n")).to.deep.equal([
      `${lab.hosts[1]?.address ?? ""}     server2`,
      "running",
      "systemd",
      "",
    ]);
  });

  it("reuses existing servers", async () => {
    await lab.exec("server2", "touch /etc/kept");
    await labUp({ hosts: ["server1", "server2"], images: false });
    expect((await lab.exec("server2", "test -e /etc/kept")).code).to.equal(0);
  });

  it("replaces a server by a bare one with a new host key", async () => {
    await lab.exec("server2", "touch /etc/kept");
    const oldKeys = readFileSync(lab.knownHostsFile, "utf8");
    await lab.reset("server2");
    expect((await lab.exec("server2", "test -e /etc/kept")).code).to.equal(1);
    expect(readFileSync(lab.knownHostsFile, "utf8")).not.to.equal(oldKeys);
    expect((await login("admin", 1, "true")).code).to.equal(0);
  });

  it("adds a server without touching the running ones, and removes it again", async () => {
    for (const host of ["server1", "server2"]) await lab.exec(host, "touch /run/kept");
    const extended = await labUp({ hosts: ["server1", "server2", "server3"], images: false });
    try {
      for (const host of ["server1", "server2"]) {
        expect((await lab.exec(host, "test -e /run/kept")).code, host).to.equal(0);
      }
      expect((await extended.exec("server3", "hostname")).stdout).to.equal("server3\n");
      expect(readFileSync(lab.inventoryFile, "utf8")).to.contain("server3");
    } finally {
      await extended.drop("server3");
    }
    expect((await extended.exec("server3", "true")).code).not.to.equal(0);
    for (const file of [lab.inventoryFile, lab.knownHostsFile]) {
      expect(readFileSync(file, "utf8")).to.contain("server2").and.not.to.contain("server3");
    }
  });
});
