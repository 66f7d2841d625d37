import { expect } from "chai";
import { parse } from "yaml";
import { deviations, type Inspected } from "../../../src/modules/compose/settings.ts";
import { asTree } from "../../../src/modules/compose/tree.ts";

/** What an engine makes of a definition without settings. */
const PLAIN = {
  RestartPolicy: { Name: "", MaximumRetryCount: 0 },
  LogConfig: { Type: "json-file", Config: {} },
  NetworkMode: "p_default",
  CapAdd: null,
  CapDrop: null,
  SecurityOpt: null,
  PidsLimit: null,
  Ulimits: null,
  ShmSize: 67_108_864,
  Memory: 0,
  MemorySwap: 0,
};

const inspected = (config: object, rest: Partial<Inspected> = {}): Inspected => ({
  config: { ...PLAIN, ...config },
  mounts: [],
  user: "",
  volumes: {},
  ...rest,
});

const found = (yaml: string, config: object, rest: Partial<Inspected> = {}, others: readonly object[] = []) =>
  deviations(
    asTree(parse(yaml)),
    inspected(config, rest),
    others.map((other) => inspected(other)),
  );

const policy = (name: string, count = 0) => ({ RestartPolicy: { Name: name, MaximumRetryCount: count } });

/** Title, definition, the host configuration that compose makes of it, another one, and what is said of that. */
const CASES: readonly (readonly [string, string, object, object, string])[] = [
  ["no restart policy", "{}", policy("no"), policy("always"), "its restart policy is always instead of no"],
  [
    "a restart policy",
    "restart: unless-stopped",
    policy("unless-stopped"),
    policy("no"),
    "its restart policy is no instead of unless-stopped",
  ],
  [
    "a number of retries",
    'restart: "on-failure:3"',
    policy("on-failure", 3),
    policy("on-failure", 5),
    "its restart policy is on-failure:5 instead of on-failure:3",
  ],
  [
    "a policy of deploy",
    "deploy: {restart_policy: {condition: on-failure, max_attempts: 2}}",
    policy("on-failure", 2),
    policy("no"),
    "its restart policy is no instead of on-failure:2",
  ],
  [
    "a memory limit",
    'mem_limit: "100"',
    { Memory: 100, MemorySwap: 200 },
    { Memory: 90, MemorySwap: 200 },
    "its memory limit is 90 instead of 100",
  ],
  [
    "a memory limit of deploy",
    'deploy: {resources: {limits: {memory: "100"}}}',
    { Memory: 100, MemorySwap: 200 },
    { Memory: 100, MemorySwap: 300 },
    "its limit of memory and swap is 300 instead of 200",
  ],
  [
    "a swap limit",
    'mem_limit: "100"\nmemswap_limit: "-1"',
    { Memory: 100, MemorySwap: -1 },
    { Memory: 100, MemorySwap: 300 },
    "its limit of memory and swap is 300 instead of -1",
  ],
  ["no memory limit", "{}", {}, { Memory: 90, MemorySwap: 0 }, "its memory limit is 90 instead of 0"],
  [
    "a memory reservation",
    'mem_reservation: "50"',
    { MemoryReservation: 50 },
    { MemoryReservation: 10 },
    "its memory reservation is 10 instead of 50",
  ],
  [
    "a limit of processes",
    "pids_limit: 64",
    { PidsLimit: 64 },
    { PidsLimit: -1 },
    "its limit of processes is -1 instead of 64",
  ],
  ["no limit of processes", "{}", { PidsLimit: -1 }, { PidsLimit: 5 }, "its limit of processes is 5 instead of 0"],
  [
    "a part of a CPU",
    "cpus: 0.5",
    { NanoCpus: 500_000_000 },
    { NanoCpus: 1_000_000_000 },
    "its limit of CPUs (in billionths) is 1000000000 instead of 500000000",
  ],
  ["CPU shares", "{}", { CpuShares: 0 }, { CpuShares: 5 }, "cpu_shares is 5 instead of 0"],
  ["a set of CPUs", 'cpuset: "0,1"', { CpusetCpus: "0,1" }, { CpusetCpus: "0" }, "cpuset is 0 instead of 0,1"],
  [
    "capabilities",
    "cap_add: [CHOWN, SETUID]",
    { CapAdd: ["CAP_SETUID", "CAP_CHOWN"] },
    { CapAdd: null },
    "cap_add is none instead of CHOWN, SETUID",
  ],
  ["dropped capabilities", "cap_drop: [all]", { CapDrop: ["ALL"] }, {}, "cap_drop is none instead of ALL"],
  [
    "security options",
    "security_opt: ['no-new-privileges:true', 'seccomp=./profile.json']",
    { SecurityOpt: ['seccomp={"a":1}', "no-new-privileges", "label=disable"] },
    { SecurityOpt: ["seccomp={}"] },
    "security_opt is seccomp=PROFILE instead of no-new-privileges, seccomp=PROFILE",
  ],
  ["no privileges", "{}", { Privileged: false }, { Privileged: true }, "privileged is true instead of false"],
  ["a read-only root", "read_only: true", { ReadonlyRootfs: true }, {}, "read_only is false instead of true"],
  ["an init process", "init: true", { Init: true }, { Init: null }, "init is false instead of true"],
  [
    "tmpfs",
    "tmpfs: ['/tmp:size=1m', /run]",
    { Tmpfs: { "/run": "", "/tmp": "size=1m" } },
    { Tmpfs: { "/run": "" } },
    "tmpfs is /run instead of /run, /tmp:size=1m",
  ],
  [
    "the host's network",
    "network_mode: host",
    { NetworkMode: "host" },
    { NetworkMode: "bridge" },
    "network_mode is bridge instead of host",
  ],
  ["shared memory", 'shm_size: "100"', { ShmSize: 100 }, { ShmSize: 64 }, "shm_size is 64 instead of 100"],
  [
    "logging",
    "logging: {driver: json-file, options: {max-size: 1m}}",
    { LogConfig: { Type: "json-file", Config: { "max-size": "1m", "max-file": "5" } } },
    { LogConfig: { Type: "json-file", Config: {} } },
    "its logging option max-size is a different value instead of the defined one",
  ],
  [
    "ulimits",
    "ulimits: {nofile: 100, nproc: {soft: 1, hard: 2}}",
    {
      Ulimits: [
        { Name: "nproc", Soft: 1, Hard: 2 },
        { Name: "nofile", Soft: 100, Hard: 100 },
        { Name: "core", Soft: 0, Hard: 0 },
      ],
    },
    {
      Ulimits: [
        { Name: "nproc", Soft: 1, Hard: 2 },
        { Name: "nofile", Soft: 9, Hard: 100 },
      ],
    },
    "its ulimit nofile is 9:100 instead of 100:100",
  ],
];

describe("modules/compose/settings", () => {
  for (const [title, yaml, same, other, said] of CASES) {
    it(`compares ${title}`, () => {
      expect(found(yaml, same)).to.deep.equal([]);
      expect(found(yaml, other)).to.deep.equal([said]);
    });
  }

  it("compares no limit that the engine may be unable to set", () => {
    const yaml = 'mem_limit: "100"\npids_limit: 5';
    expect(found(yaml, { Memory: 100, MemorySwap: -1, PidsLimit: 0 })).to.deep.equal([]);
    const other = { Memory: 1, MemorySwap: 2, PidsLimit: 3 };
    expect(found(yaml, { Memory: 100, MemorySwap: -1, PidsLimit: 0 }, {}, [other])).to.deep.equal([
      "its limit of memory and swap is -1 instead of 200",
      "its limit of processes is 0 instead of 5",
    ]);
  });

  it("compares the user only if the definition names one", () => {
    expect(found("{}", {}, { user: "postgres" })).to.deep.equal([]);
    expect(found('user: "1000:1000"', {}, { user: "1000:1000" })).to.deep.equal([]);
    expect(found('user: "1000:1000"', {}, { user: "0" })).to.deep.equal(["user is 0 instead of 1000:1000"]);
  });

  it("finds a bind mount that the definition does not have", () => {
    const mounts = ["/data", "/etc/x", "/run/secrets/s", "/c"].map((path) => ({ Type: "bind", Destination: path }));
    const yaml = "volumes: [{type: bind, target: /data/}]\nsecrets: [{source: s}]\nconfigs: [{source: c}]";
    expect(found(yaml, {}, { mounts })).to.deep.equal(["its extra mount is /etc/x instead of none"]);
    expect(found(yaml, {}, { mounts, volumes: { "/etc/x": {} } })).to.deep.equal([]);
    expect(found(`${yaml}\nvolumes_from: [other]`, {}, { mounts })).to.deep.equal([]);
  });

  it("compares nothing that it cannot read", () => {
    expect(found("mem_limit: 64m", { Memory: 5, MemorySwap: 10 })).to.deep.equal([]);
  });
});
