import { expect } from "chai";
import { parseAccount, parseDateTime, parseEnv, parseNames } from "../../../src/run/facts/account.ts";
import { parseDevices } from "../../../src/run/facts/devices.ts";
import { parseHardware } from "../../../src/run/facts/hardware.ts";
import { parseLocal } from "../../../src/run/facts/local.ts";
import { parseMounts } from "../../../src/run/facts/mounts.ts";
import { parseHostKeys, parseLsb, parsePython, parseSystem } from "../../../src/run/facts/system.ts";
import { parseVirtualization } from "../../../src/run/facts/virtualization.ts";

describe("run/facts: sources", () => {
  it("has the sizes of mounts that answered, and null for the others", () => {
    const facts = parseMounts(`mount /dev/sda1 / ext4 rw,relatime
mount nas:/x /mnt/a\\040b nfs4 rw
size / /dev/sda1   1000 200 750      22% /
`);
    expect(facts["mounts"]).to.deep.equal([
      {
        ...{ mount: "/", device: "/dev/sda1", fstype: "ext4", options: "rw,relatime" },
        ...{ size_total: 1_024_000, size_available: 768_000 },
      },
      { mount: "/mnt/a b", device: "nas:/x", fstype: "nfs4", options: "rw", size_total: null, size_available: null },
    ]);
  });

  it("has disks with a size, and their partitions", () => {
    const facts = parseDevices(`disk loop0 size 0
disk sda size 2048
disk sda removable 0
disk sda rotational 1
disk sda model QEMU HARDDISK  \npartition sda sda1 size 1024
partition sda sda1 start 8
`);
    expect(facts["devices"]).to.deep.equal({
      sda: {
        ...{ size: 1_048_576, model: "QEMU HARDDISK", vendor: null, serial: null, removable: false, rotational: true },
        partitions: { sda1: { size: 524_288, start: 4096 } },
      },
    });
  });

  it("counts sockets, cores and threads", () => {
    const socket = (number: number) =>
      `processor\t: ${number}\nphysical id\t: ${number % 2}\nsiblings\t: 4\ncpu cores\t: 2\nmodel name\t: EPYC\n`;
    const intel = parseHardware([0, 1, 2, 3, 4, 5, 6, 7].map(socket).join(""));
    const model = { model: "EPYC" };
    expect(intel["processors"]).to.deep.equal({ count: 2, cores: 2, threads_per_core: 2, vcpus: 8, ...model });
    const arm = parseHardware("processor\t: 0\nprocessor\t: 1\n");
    expect(arm["processors"]).to.deep.equal({ count: 2, cores: 1, threads_per_core: 1, vcpus: 2, model: null });
    expect(arm["memory"]).to.equal(null);
  });

  it("has the memory in MiB", () => {
    const text = "MemTotal:  4096 kB\nMemFree: 1024 kB\nSwapTotal: 2048 kB\nSwapFree: 1024 kB\n";
    expect(parseHardware(text)["memory"]).to.deep.equal({
      ...{ total_mib: 4, free_mib: 1, used_mib: 3, available_mib: null, buffers_mib: null, cached_mib: null },
      ...{ swap_total_mib: 2, swap_free_mib: 1, swap_used_mib: 1 },
    });
  });

  it("takes the full name from what was found, unless it is localhost", () => {
    expect(parseNames("canonical a.example.org\n", "a")).to.deep.equal({
      fqdn: "a.example.org",
      domain: "example.org",
    });
    expect(parseNames("entry 127.0.1.1  a.b a\n", "a")).to.deep.equal({ fqdn: "a.b", domain: "b" });
    expect(parseNames("canonical localhost\n", "a")).to.deep.equal({ fqdn: "a", domain: "" });
    expect(parseNames("", "a.b.c")).to.deep.equal({ fqdn: "a.b.c", domain: "b.c" });
  });

  it("has the account, and null without an entry", () => {
    const text = "uid 1000\ngid 1001\npasswd me:x:1000:1001:Me, Myself:/home/me:/bin/zsh\n";
    const known = { user_uid: 1000, user_gid: 1001, user_gecos: "Me, Myself", user_shell: "/bin/zsh" };
    expect(parseAccount(text)).to.deep.equal(known);
    const nothing = { user_uid: 7, user_gid: 8, user_gecos: null, user_shell: null };
    expect(parseAccount("uid 7\ngid 8\n")).to.deep.equal(nothing);
  });

  it("has the environment, with line breaks and signs in values", () => {
    expect(parseEnv("A=1\nB=x=y\u0001z\nC=\n")).to.deep.equal({ env: { A: "1", B: "x=y\nz", C: "" } });
  });

  it("has the date and the time, or null", () => {
    const text = "1784017800 2026 07 14 10 30 00 Tuesday 2 28 195 CEST +0200\n";
    expect(parseDateTime(text)["date_time"]).to.include({
      ...{ date: "2026-07-14", time: "10:30:00", weekday: "Tuesday", tz: "CEST", tz_offset: "+0200" },
      ...{ epoch: 1_784_017_800, iso8601: "2026-07-14T08:30:00Z", iso8601_basic_short: "20260714T103000" },
    });
    expect(parseDateTime("+%s\n")).to.deep.equal({ date_time: null });
  });

  it("names the service manager, the package manager and SELinux", () => {
    const known = parseSystem(
      "service_mgr systemd\ninit systemd\npkg_mgr apt-get\nselinux enabled\nselinux_enforce 0\n",
    );
    expect(known).to.deep.include({ service_mgr: "systemd", pkg_mgr: "apt" });
    expect(known["selinux"]).to.include({ status: "enabled", mode: "permissive", config_mode: null });
    const bare = parseSystem("init sh\nuptime 12.5 3.0\ncmdline quiet root=/dev/a x=1 x=2\n");
    expect(bare).to.deep.include({ service_mgr: "sh", pkg_mgr: null, uptime_seconds: 12, machine_id: null });
    expect(bare["cmdline"]).to.deep.equal({ quiet: true, root: "/dev/a", x: ["1", "2"] });
    expect(parseSystem("")["selinux"]).to.include({ status: "disabled", mode: null });
  });

  const machines: readonly (readonly [text: string, type: string | null, role: string | null])[] = [
    ["container docker\nflag yes\nproduct_name KVM\n", "docker", "guest"],
    ["systemd_container lxc\n", "lxc", "guest"],
    ["cgroup 1:name=systemd:/docker/abc\n", "docker", "guest"],
    ["sys_vendor QEMU\nproduct_name Standard PC (Q35)\nflag yes\n", "kvm", "guest"],
    ["sys_vendor VMware, Inc.\n", "vmware", "guest"],
    ["sys_vendor Microsoft Corporation\nproduct_name Virtual Machine\n", "hyperv", "guest"],
    ["flag yes\n", "kvm", "guest"],
    ["module kvm_intel\n", "kvm", "host"],
    ["sys_vendor Dell Inc.\n", null, null],
    ["", null, null],
  ];
  for (const [text, type, role] of machines) {
    it(`takes ${JSON.stringify(text)} for ${type ?? "a machine of its own"}`, () => {
      expect(parseVirtualization(text)["virtualization"]).to.deep.equal({ type, role });
    });
  }

  it("has the host keys by their types", () => {
    const keys = { ed25519: "ssh-ed25519 AAAA", ecdsa: "ecdsa-sha2-nistp256 BBBB" };
    expect(parseHostKeys("ssh-ed25519 AAAA root@a\necdsa-sha2-nistp256 BBBB\n")["ssh_host_keys"]).to.deep.equal(keys);
  });

  it("reads both forms of LSB, and null without it", () => {
    const lsb = { id: "Ubuntu", release: "24.04", codename: "noble", description: "Ubuntu 24.04", major_release: "24" };
    const file =
      'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=24.04\nDISTRIB_CODENAME=noble\nDISTRIB_DESCRIPTION="Ubuntu 24.04"\n';
    expect(parseLsb(file)["lsb"]).to.deep.equal(lsb);
    const answer = "Distributor ID:\tUbuntu\nDescription:\tUbuntu 24.04\nRelease:\t24.04\nCodename:\tnoble\n";
    expect(parseLsb(answer)["lsb"]).to.deep.equal(lsb);
    expect(parseLsb("")["lsb"]).to.equal(null);
  });

  it("has Python's version, and null without Python", () => {
    const python = { executable: "/usr/bin/python3", version: "3.13.1" };
    expect(parsePython("executable /usr/bin/python3\nversion Python 3.13.1\n")["python"]).to.deep.equal(python);
    expect(parsePython("")["python"]).to.equal(null);
  });

  it("reads local facts as JSON or as sections, and null for anything else", () => {
    const fact = (name: string, text: string) => `fact ${name} ${Buffer.from(text).toString("base64")}\n`;
    const texts =
      fact("json", '{"a": [1, null]}') +
      fact("ini", "# x\n[general]\nColor = green\n[other]\nn: 1\n") +
      fact("bad", "hello") +
      fact("silent", "") +
      fact("large", `"${"x".repeat(262_144)}"`) +
      fact("json", '{"a": 2}');
    expect(parseLocal(texts)["local"]).to.deep.equal({
      ...{ json: { a: 2 }, ini: { general: { color: "green" }, other: { n: "1" } } },
      ...{ bad: null, silent: null, large: null },
    });
  });
});
