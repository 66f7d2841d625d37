import { expect } from "chai";
import { mkdirSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import type { Decision } from "../../../src/module/contract.ts";
import { host_check } from "../../../src/modules/host_check/host_check.ts";
import { answered, NOTHING_PREDICTED, withDefaults, Target } from "../lib/target.ts";

type Args = Readonly<Record<string, unknown>>;

const HOST = "architecture x86_64\nmemory_kib 4194304\nos debian \nos_name Debian 13\n";

/** The decision for a host whose probe prints this output after the lines of every host. */
function decisionFor(args: Args, output = ""): Decision {
  const full = withDefaults(host_check, args);
  const state = host_check.probe(full).parse(answered(HOST + output));
  if (!state.ok) throw new Error(state.faults[0].message);
  return host_check.decide(full, state.value, NOTHING_PREDICTED);
}

/** A single finding is in the message, several are in the details. */
function findings(args: Args, output = ""): readonly string[] {
  const { fault } = decisionFor(args, output);
  return fault ? (fault.details ?? [fault.message]) : [];
}

const KAFKA = { ports: [{ for: "kafka", port: 9092, address: "172.30.0.11" }] };
const ID = "e5a8fdf8d270350cca5ae409d6f9db5115f01d009345fb6f4a8b90f01cf910ee";
const BROKER = `socket 77 0B001EAC:2384\nholder 77 123 ${ID}/java\ncontainer ${ID} pipeline-kafka-1 pipeline\n`;

describe("host_check", () => {
  it("reports nothing and changes nothing if the host meets all requirements", () => {
    const args = { memory: [{ for: "all", size: "4g" }], os_families: ["debian"], architectures: ["x86_64"] };
    const { changes, fault, result, warnings } = decisionFor({ ...args, ...KAFKA });
    expect({ changes, fault, warnings }).to.deep.equal({ changes: [], fault: undefined, warnings: undefined });
    expect(result).to.deep.equal({ findings: [], memory_mib: 4096, architecture: "x86_64" });
  });

  it("reports all findings at once", () => {
    const args = {
      memory: [
        { for: "kafka", size: "2g" },
        { for: "flink", size: "2049m" },
      ],
      os_families: ["fedora"],
      architectures: ["aarch64"],
      sysctls: [{ name: "vm.max_map_count", min: 65530 }],
      commands: ["systemctl"],
      clocks: [{ host: "server2", ahead_ms: -2600, error_ms: 100 }],
      reach: [{ host: "10.0.0.2", port: 9092 }],
      ...KAFKA,
    };
    const output = "sysctl vm.max_map_count 1000\nlacks systemctl\nreach 0 1 No route to host\n" + BROKER;
    const { fault } = decisionFor(args, output);
    expect(fault?.code).to.equal("modules/host-unfit");
    expect(fault?.message).to.include("8 requirements");
    const texts = fault?.details ?? [];
    expect(texts).to.have.length(8);
    for (const part of [
      "Debian 13; required: fedora",
      "x86_64; required: aarch64",
      "4096 MiB; required: 4097 MiB (kafka 2g, flink 2049m)",
      "port 9092 on 172.30.0.11: held by java (pid 123) in the container pipeline-kafka-1; needed by kafka",
      "10.0.0.2 port 9092: not reached from here (No route to host)",
      "2.6 s behind server2's; required: within 2 s",
      "vm.max_map_count: 1000; required: at least 65530",
      "command systemctl: missing",
    ]) {
      expect(
        texts.filter((text) => text.includes(part)),
        part,
      ).to.have.length(1);
    }
  });

  it("names the variables that set the largest users of memory, and those that set a port", () => {
    const memory = ["a 1g", "b 900g", "c 2g", "d 3g"].map((text) => {
      const [user = "", size = ""] = text.split(" ");
      return { for: user, size, set_by: `${user}_limit is set with -e` };
    });
    const [text] = findings({ memory }, "");
    expect(text).to.include(
      "(a 1g, b 900g [b_limit is set with -e], c 2g [c_limit is set with -e], d 3g [d_limit is set with -e])",
    );
    const ports = [{ for: "kafka", port: 9092, set_by: "kafka_port is set with -e" }];
    expect(findings({ ports }, "socket 7 00000000:2384\n")[0]).to.include(
      "needed by kafka (kafka_port is set with -e)",
    );
  });

  it("is unknown in check mode if earlier changes may fix all findings", () => {
    expect(decisionFor({ commands: ["docker"] }, "lacks docker\n").fault?.missing).to.equal(true);
    const more = { commands: ["docker"], architectures: ["aarch64"] };
    expect(decisionFor(more, "lacks docker\n").fault?.missing).to.equal(undefined);
  });

  it("uses a control group's memory limit if it is smaller", () => {
    expect(decisionFor({}, "memory_limit 1073741824\n").result["memory_mib"]).to.equal(1024);
    expect(decisionFor({}, "memory_limit max\n").result["memory_mib"]).to.equal(4096);
    expect(decisionFor({}, "memory_limit 9223372036854771712\n").result["memory_mib"]).to.equal(4096);
  });

  describe("ports", () => {
    it("is not judged if Docker's engine, which knows the containers, does not answer", () => {
      const held = `socket 77 0B001EAC:2384\nholder 77 123 ${ID}/java\nsilent 1\n`;
      const [text, ...others] = findings({ ...KAFKA, compose_projects: ["pipeline"] }, held);
      expect(text).to.include("the Docker engine: no answer within 30 s; look at its log");
      expect(others).to.deep.equal([]);
    });

    it("may be held by a container of the named projects", () => {
      expect(findings({ ...KAFKA, compose_projects: ["pipeline"] }, BROKER)).to.deep.equal([]);
      expect(findings({ ...KAFKA, compose_projects: ["other"] }, BROKER)).to.have.length(1);
      expect(findings({ ...KAFKA, compose_projects: [""] }, "socket 77 00000000:2384\n")).to.have.length(1);
      const notDocker = `socket 77 0B001EAC:2384\nholder 77 5 ${ID}/nc\ncontainer ${ID.replace("e", "f")} a pipeline\n`;
      expect(findings({ ...KAFKA, compose_projects: ["pipeline"] }, notDocker)).to.have.length(1);
    });

    it("conflict with listeners on the same address, or on every address", () => {
      const every = "socket 7 00000000:2384\nholder 7 5 /nginx: master\nholder 7 6 /nginx: worker\n";
      expect(findings(KAFKA, every)[0]).to.include("nginx: master (pid 5)");
      expect(findings(KAFKA, "socket 7 00000000000000000000000000000000:2384\n")).to.have.length(1);
      expect(findings(KAFKA, "socket 7 0000000000000000FFFF00000B001EAC:2384\n")).to.have.length(1);
      expect(findings(KAFKA, "socket 7 0100007F:2384\n")).to.deep.equal([]);
      expect(findings(KAFKA, "socket 7 0C001EAC:2384\n")).to.deep.equal([]);
      expect(findings(KAFKA, "socket 7 00000000:2385\n")).to.deep.equal([]);
      const anywhere = { ports: [{ for: "kafka", port: 9092 }] };
      expect(findings(anywhere, "socket 7 0100007F:2384\n")[0]).to.include("only root can see");
    });

    it("compare IPv6 addresses, and treat a name as every address but loopback", () => {
      const loopback = "socket 7 00000000000000000000000001000000:2384\n";
      const portOn = (address: string) => ({ ports: [{ for: "kafka", port: 9092, address }] });
      expect(findings(portOn("0:0:0:0:0:0:0:1"), loopback)).to.have.length(1);
      expect(findings(portOn("fe80::1"), loopback)).to.deep.equal([]);
      expect(findings(portOn("server1.example"), loopback)).to.deep.equal([]);
      expect(findings(portOn("server1.example"), "socket 7 0C001EAC:2384\n")).to.have.length(1);
      expect(findings(portOn("localhost"), "socket 7 0100007F:2384\n")).to.have.length(1);
    });
  });

  describe("disk", () => {
    const disk = (...paths: readonly string[]) => ({ disk: paths.map((path) => ({ for: "data", path, size: "10g" })) });

    it("is summed up by file system", () => {
      const free = (mib: number) => String(mib * 1024);
      const apart = `disk 0 ${free(10_240)} /\ndisk 1 ${free(10_240)} /var/lib\n`;
      expect(findings(disk("/srv/a", "/var/lib/b"), apart)).to.deep.equal([]);
      const shared = `disk 0 ${free(10_240)} /\ndisk 1 ${free(10_240)} /\n`;
      expect(findings(disk("/srv/a", "/var/lib/b"), shared)[0]).to.include("10240 MiB; required: 20480 MiB");
      expect(findings(disk("/srv/a"))[0]).to.include("/srv/a");
    });

    it("counts the folders' present content only once", () => {
      const output = (second: number) => `disk 0 5242880 /\nkept 0 5242880 /a\ndisk 1 5242880 /\nkept 1 ${second} /b\n`;
      expect(findings(disk("/a", "/b"), output(10_485_760))).to.deep.equal([]);
      expect(findings(disk("/a", "/a/b"), output(10_485_760))).to.have.length(1);
    });
  });

  it("allows for the error of the clocks' difference", () => {
    const clocks = (ahead_ms: number, error_ms: number) => findings({ clocks: [{ host: "b", ahead_ms, error_ms }] });
    expect(clocks(2000, 0)).to.deep.equal([]);
    expect(clocks(2300, 400)).to.deep.equal([]);
    expect(clocks(2300, 100)[0]).to.include("2.3 s ahead of b's");
    expect(findings({ clocks: [{ host: "b", ahead_ms: 600 }], clock_limit_ms: 500 })).to.have.length(1);
  });

  it("warns of clocks that differ by less than the limit", () => {
    const clocks = [{ host: "b", ahead_ms: 1500, error_ms: 100 }];
    const { fault, warnings = [] } = decisionFor({ clocks, clock_warn_ms: 1000 });
    expect(fault).to.equal(undefined);
    expect(warnings.join()).to.include("1.5 s ahead of b's").and.include("Synchronize");
    expect(decisionFor({ clocks, clock_warn_ms: 1400 }).warnings).to.equal(undefined);
    expect(decisionFor({ clocks, clock_warn_ms: 1000, clock_limit_ms: 1000 }).warnings).to.equal(undefined);
  });

  it("requires kernel settings to exist and to be within their bounds", () => {
    const sysctls = [{ name: "vm.overcommit_memory", max: 1 }];
    expect(findings({ sysctls }, "sysctl vm.overcommit_memory 0\n")).to.deep.equal([]);
    expect(findings({ sysctls }, "sysctl vm.overcommit_memory 2\n")[0]).to.include("at most 1");
    expect(findings({ sysctls })[0]).to.include("missing");
  });

  it("requires a number only of kernel settings with bounds", () => {
    const output = "sysctl net.ipv4.tcp_rmem 4096\t131072\t6291456\nsysctl kernel.hostname server1\n";
    const [plain, bound] = ["net.ipv4.tcp_rmem", "kernel.hostname"];
    expect(findings({ sysctls: [{ name: plain }, { name: bound }] }, output)).to.deep.equal([]);
    const texts = findings(
      {
        sysctls: [
          { name: plain, min: 1 },
          { name: bound, max: 1 },
        ],
      },
      output,
    );
    expect(texts).to.have.length(2);
    expect(texts[0]).to.include("4096 131072 6291456; required: a number");
    expect(texts[1]).to.include("server1; required: a number");
  });

  it("names all ports of a host that were not reached in one line, with the advice of the task", () => {
    const reach = [9092, 8081, 6123].map((port) => ({ host: "10.0.0.2", port, advice: "run once without --limit" }));
    expect(findings({ reach }, "reach 0 124 \nreach 1 124 \nreach 2 0 \n")).to.have.length(1);
    const [text] = findings({ reach }, "reach 0 124 \nreach 1 124 \nreach 2 0 \n");
    expect(text).to.match(/10\.0\.0\.2 ports 8081, 9092: not reached .*; run once without --limit/);
  });

  it("warns if an address that is not required is not reached", () => {
    const reach = [{ host: "10.0.0.2", port: 9092, required: false }];
    const { fault, warnings } = decisionFor({ reach }, "reach 0 124 \n");
    expect(fault).to.equal(undefined);
    expect(warnings).to.have.length(1);
    expect(warnings?.[0]).to.include("10.0.0.2 port 9092: not reached");
    expect(decisionFor({ reach }, "reach 0 0 \n").warnings).to.equal(undefined);
  });

  it("counts a refused connection as reached, and reports why an address is unreachable", () => {
    const reach = [
      { host: "10.0.0.2", port: 1 },
      { host: "10.0.0.3", port: 1 },
    ];
    expect(findings({ reach }, "reach 0 1 Connection refused\nreach 1 0 \n")).to.deep.equal([]);
    expect(findings({ reach }, "reach 1 124 \n")[0]).to.include("10.0.0.3").and.include("5 seconds");
    expect(findings({ reach }, "no_reach 1\n")).to.have.length(1);
  });

  it("warns if another host has clearly more memory", () => {
    const largest_of = [{ host: "server2", memory_mib: 8192 }];
    const { warnings, fault } = decisionFor({ largest_of });
    expect(fault).to.equal(undefined);
    expect(warnings?.join()).to.include("server2 (8192 MiB)").and.include("4096 MiB");
    expect(decisionFor({ largest_of: [{ host: "server2", memory_mib: 4100 }] }).warnings).to.equal(undefined);
    expect(decisionFor({ largest_of, commands: ["sh"] }, "lacks sh\n").warnings).to.deep.equal(warnings);
  });

  describe("on this machine", () => {
    let target: Target;
    let server: Server;
    beforeEach(async () => {
      target = new Target();
      server = createServer().listen(0, "127.0.0.1");
      await new Promise((done) => server.once("listening", done));
    });
    afterEach(async () => {
      target.remove();
      await new Promise((done) => server.close(done));
    });

    it("finds the process that holds a port", async () => {
      const { port } = server.address() as AddressInfo;
      const { fault } = await target.run(host_check, { ports: [{ for: "it's", port, address: "127.0.0.1" }] });
      expect(fault?.message).to.include(`port ${port} on 127.0.0.1`).and.include(`(pid ${process.pid})`);
      const elsewhere = await target.run(host_check, { ports: [{ for: "a", port, address: "127.0.0.9" }] });
      expect(elsewhere.fault).to.equal(undefined);
    });

    it("checks everything else", async () => {
      mkdirSync(target.path("it's"));
      const { port } = server.address() as AddressInfo;
      const met = {
        memory: [{ for: "a", size: "1m" }],
        disk: [
          { for: "a", path: target.path("it's"), size: "1m" },
          { for: "b", path: target.path("none/below"), size: "1m" },
        ],
        reach: [{ host: "127.0.0.1", port }],
        sysctls: [{ name: "vm.max_map_count", min: 1 }],
        commands: ["sh"],
      };
      const first = await target.run(host_check, met);
      expect(first.result["findings"]).to.deep.equal([]);
      const unmet = {
        memory: [{ for: "a", size: "9999t" }],
        disk: [
          { for: "a", path: target.path("it's"), size: "9999t" },
          { for: "b", path: target.path("none/below"), size: "9999t" },
        ],
        reach: [
          { host: "127.0.0.1", port },
          { host: "no.such.host.invalid", port },
        ],
        sysctls: [{ name: "kernel.no_such" }],
        commands: ["no-such-command", "sh"],
        os_families: ["no-such-system"],
        architectures: ["no-such-architecture"],
      };
      const { fault } = await target.run(host_check, unmet);
      expect(fault?.details?.join("\n")).to.match(
        /^operating system: .*\narchitecture: .*\nmemory: .*\ndisk .*\nno\.such\.host\.invalid port .*\nkernel setting kernel.no_such.*\nthe command no-such-command.*$/,
      );
    });

    it("finds nothing without requirements", async () => {
      const { result } = await target.run(host_check, {});
      expect(result["findings"]).to.deep.equal([]);
      expect(result["memory_mib"]).to.be.greaterThan(0);
    });
  });
});
