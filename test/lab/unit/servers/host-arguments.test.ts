import { expect } from "chai";
import { runArguments, type HostContext } from "../../../../lab/servers/host-arguments.ts";
import { hostNamed } from "../../../../lab/servers/host.ts";
import { settingsFrom } from "../../../../lab/settings.ts";

describe("lab/servers/host-arguments", () => {
  const settings = settingsFrom({});
  const [one, two] = [hostNamed(settings, "server1"), hostNamed(settings, "server2")];
  const context: HostContext = {
    others: [one, two],
    capabilities: ["SYS_ADMIN"],
    cgroupVersion: "2",
    resolvConf: "nameserver 10.0.0.2",
    pages: [],
  };
  const line = (changes: Partial<HostContext> = {}) => runArguments(one, { ...context, ...changes }).join(" ");

  it("sets the lab's labels and the host's own address, and resolves the other hosts", () => {
    expect(line()).to.contain("--name provision-lab-server1 --hostname server1 --label provision.lab=1");
    expect(line()).to.contain("--ip 172.30.0.11").and.contain("--add-host server2:172.30.0.12");
    expect(line()).not.to.contain("--add-host server1");
  });

  it("never makes the container privileged, and publishes pages on the loopback address only", () => {
    expect(line()).not.to.contain("--privileged");
    expect(line()).not.to.contain("--publish");
    expect(line({ pages: [8081] })).to.contain("--publish 127.0.0.1:8081:8081");
  });

  it("configures systemd only for cgroup version 1", () => {
    expect(line()).not.to.contain("SYSTEMD_PROC_CMDLINE");
    expect(line({ cgroupVersion: "1" })).to.contain("systemd.unified_cgroup_hierarchy=0");
  });
});
