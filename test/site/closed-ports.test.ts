import { connect } from "node:net";
import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import { changesOf, deployed, expectExit, faultsOf, inside, provision, SERVERS } from "./harness.ts";
import { documentedPorts, IPV6, openOverIpv6, openToContainers, openToStrangers } from "./strangers.ts";
import { until } from "./topics.ts";

const FIREWALL = ["playbooks/site.yaml", "--tags", "firewall"];
const UNIT = "sensor-pipeline-firewall";

describe("site/firewall", () => {
  let lab: Lab;

  before(async () => {
    lab = await deployed();
  });

  it("closes every documented port but SSH to a third machine, and to containers of the servers", async () => {
    for (const host of SERVERS) {
      expect(await openToStrangers(lab, host), host).to.deep.equal([22]);
      expect(await openToContainers(lab, host), host).to.deep.equal([22]);
    }
  });

  it("leaves other programs alone, on the server and in containers with a published port", async () => {
    const listen = (port: number) => `node:20.19.2-slim node -e 'require("net").createServer().listen(${port})'`;
    await inside(lab, "server2", `docker run -d --init --name host --network host ${listen(8000)}`);
    await inside(lab, "server2", `docker run -d --init --name published -p 8001:80 ${listen(80)}`);
    try {
      await until(async () => (await openToStrangers(lab, "server2", [8000, 8001])).length === 2);
    } finally {
      await inside(lab, "server2", "docker rm -f host published");
    }
  });

  it("closes the documented ports over IPv6 as well, except to networks that are allowed", async () => {
    const ports = documentedPorts("server2");
    const listening = [...ports.filter((port) => port !== 22), 8000];
    const program = `for (const port of [${listening.join()}]) require("net").createServer().listen({ port, host: "::", ipv6Only: true })`;
    const address = `${IPV6.server}/64 dev eth0`;
    await inside(lab, "server2", `sysctl -w net.ipv6.conf.eth0.disable_ipv6=0 && ip -6 addr add ${address} nodad`);
    await inside(
      lab,
      "server2",
      `docker run -d --init --name six --network host node:20.19.2-slim node -e '${program}'`,
    );
    try {
      await until(async () => (await openOverIpv6(lab, [8000])).length === 1);
      expect(await openOverIpv6(lab, [...ports, 8000])).to.deep.equal([22, 8000]);
      const allowed = ["--limit", "worker", "-e", JSON.stringify({ allowed_networks: [`${IPV6.stranger}/128`] })];
      // Preflight would find that another program holds the services' ports.
      await inside(lab, "server2", "docker stop six");
      expectExit(await provision(lab, [...FIREWALL, ...allowed]), 0);
      await inside(lab, "server2", "docker start six");
      await until(async () => (await openOverIpv6(lab, [8000])).length === 1);
      expect(await openOverIpv6(lab, [...ports, 8000])).to.have.members([22, ...listening]);
    } finally {
      await inside(lab, "server2", `docker rm -f six; ip -6 addr del ${address}`);
      expectExit(await provision(lab, FIREWALL), 0);
    }
  });

  it("stays closed when the distribution's firewall is restarted or reloaded, and when its own is restarted", async () => {
    // Debian's unit removes Docker's rules as well, which later tests need.
    await inside(lab, "server2", "iptables-save >/run/docker-rules");
    for (const command of ["systemctl restart nftables", "systemctl reload nftables", `systemctl restart ${UNIT}`]) {
      await inside(lab, "server2", command);
      expect(await openToStrangers(lab, "server2"), command).to.deep.equal([22]);
    }
    await inside(
      lab,
      "server2",
      `systemctl stop nftables; systemctl start ${UNIT}; iptables-restore </run/docker-rules`,
    );
  });

  it("is repaired after somebody removed its table or added a rule, as check mode predicts", async () => {
    await inside(lab, "server1", "nft delete table inet sensor_pipeline_firewall");
    await inside(lab, "server2", "nft insert rule inet sensor_pipeline_firewall input accept");
    const verified = expectExit(await provision(lab, ["playbooks/verify.yaml", "--tags", "firewall"]), 1);
    expect(verified.stdout).to.include("are not in force");
    expect(faultsOf(verified)).to.have.length(2);
    const check = expectExit(await provision(lab, [...FIREWALL, "--check", "--exit-code"]), 4);
    const run = expectExit(await provision(lab, FIREWALL), 0);
    expect(changesOf(check)).to.have.members(SERVERS.map((host) => `${host} unit:${UNIT}.service`));
    expect(changesOf(run)).to.have.members(changesOf(check));
    for (const host of SERVERS) expect(await openToStrangers(lab, host), host).to.deep.equal([22]);
  });

  it("lets a network in that is allowed, and nobody else once that is set", async () => {
    const here = () => canConnect(lab.hosts[0]?.address ?? "", 8081);
    const only = (networks: readonly string[]) =>
      provision(lab, [...FIREWALL, "-e", JSON.stringify({ allowed_networks: networks })]);
    expect(await here()).to.equal(true);
    expectExit(await only([]), 0);
    expect(await here()).to.equal(false);
    expectExit(await only([`${lab.hosts[0]?.address.replace(/\d+$/, "0") ?? ""}/24`]), 0);
    expect(await openToStrangers(lab, "server1", [8081])).to.deep.equal([8081]);
    expectExit(await provision(lab, FIREWALL), 0);
    expect(await openToStrangers(lab, "server1", [8081])).to.deep.equal([]);
    expect(await here()).to.equal(true);
  });

  it("tells a limited run on a server that main does not let in yet to run without --limit", async () => {
    await inside(lab, "server1", "nft flush set inet sensor_pipeline_firewall allowed");
    const run = expectExit(
      await provision(lab, ["playbooks/site.yaml", "--tags", "preflight", "--limit", "worker"]),
      1,
    );
    expect(faultsOf(run)[0]?.message).to.include("not reached from here").and.include("run once without --limit");
    expectExit(await provision(lab, FIREWALL), 0);
  });

  it("is removed with `firewall: false`, and preflight then warns of ports that are closed between servers", async () => {
    const off = ["-e", "firewall=false"];
    expectExit(await provision(lab, [...FIREWALL, ...off]), 0);
    expect(await openToStrangers(lab, "server1", [8081])).to.deep.equal([8081]);
    const state = await inside(lab, "server1", `ls -d /etc/${UNIT} 2>/dev/null; nft list tables | grep sensor || true`);
    expect(state).to.equal("");
    const other = "inet other";
    await inside(
      lab,
      "server2",
      `nft 'add table ${other}; add chain ${other} input { type filter hook input priority 0; }; add rule ${other} input tcp dport 6121 drop'`,
    );
    const preflight = await provision(lab, ["playbooks/site.yaml", "--tags", "preflight", ...off]);
    await inside(lab, "server2", `nft delete table ${other}`);
    expectExit(preflight, 0);
    const warnings = preflight.lines.flatMap(({ event, message = "" }) => (event === "warning" ? [message] : []));
    expect(warnings.join("\n")).to.include("port 6121: not reached from here");
    expectExit(await provision(lab, FIREWALL), 0);
  });
});

/** Whether this machine, from which provision connects, can open the port. */
function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = (result: boolean) => () => {
      socket.destroy();
      resolve(result);
    };
    socket.on("connect", end(true)).on("timeout", end(false)).on("error", end(false));
  });
}
