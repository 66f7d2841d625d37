import { expect } from "chai";
import { writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { wait_for } from "../../../src/modules/wait_for/wait_for.ts";
import { answered, NOTHING_PREDICTED, withDefaults, Target } from "../lib/target.ts";

describe("wait_for", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  async function probe(args: Record<string, unknown>) {
    const full = withDefaults(wait_for, args);
    const state = await target.probe(wait_for, full);
    return {
      settled: wait_for.settle?.check(full, state).is,
      decision: wait_for.decide(full, state, NOTHING_PREDICTED),
    };
  }

  it("waits for a path, and for a line in a file", async () => {
    writeFileSync(target.path("it's here"), "one\nport=9092\n");
    const path = target.path("it's here");
    expect((await probe({ path })).settled).to.equal("settled");
    expect((await probe({ path, state: "absent" })).settled).to.equal("waiting");
    expect((await probe({ path, search_regex: "^port=[0-9]+$" })).settled).to.equal("settled");
    expect((await probe({ path, search_regex: "^two" })).settled).to.equal("waiting");
    expect((await probe({ path: target.path("none"), search_regex: "x" })).settled).to.equal("waiting");
    expect((await probe({ path: target.path("none"), state: "absent" })).settled).to.equal("settled");
  });

  it("says that the host's name does not resolve, whatever it waits for", async () => {
    for (const state of ["started", "stopped"] as const) {
      const full = withDefaults(wait_for, { host: "no-such-host.invalid", port: 5432, state });
      const found = await target.probe(wait_for, full);
      expect(wait_for.settle?.check(full, found)).to.deep.equal({
        is: "waiting",
        for: `no-such-host.invalid port 5432 to be ${state} (the name no-such-host.invalid does not resolve on the host)`,
      });
      expect(wait_for.decide(full, found, NOTHING_PREDICTED).unpredictable).to.be.a("string");
    }
  });

  it("changes nothing, and is unknown in check mode until the condition holds", async () => {
    const { decision } = await probe({ path: target.path("none") });
    expect(decision.changes).to.deep.equal([]);
    expect(decision.unpredictable).to.include("none");
    expect((await probe({ path: target.folder })).decision.unpredictable).to.equal(undefined);
  });

  it("rejects a regular expression for a port, for a folder and for a file that cannot be read", async () => {
    const code = async (args: Record<string, unknown>) =>
      (await target.faultOf(wait_for, { search_regex: "x", ...args }))?.code;
    expect(await code({ port: 22 })).to.equal("modules/argument");
    expect(await code({ path: target.folder })).to.equal("modules/argument");
    const full = withDefaults(wait_for, { path: "/etc/shadow", search_regex: "x" });
    const parsed = wait_for.probe(full).parse(answered("unreadable\n"));
    expect(parsed.ok ? "" : parsed.faults[0].code).to.equal("modules/unreadable");
  });

  it("rejects an invalid regular expression", async () => {
    writeFileSync(target.path("f"), "a\n");
    const full = withDefaults(wait_for, { path: target.path("f"), search_regex: "a(" });
    const { script, parse } = wait_for.probe(full);
    const parsed = parse(await target.send(script));
    expect(parsed.ok ? "" : parsed.faults[0].code).to.equal("modules/argument");
  });

  it("finds a listening port, by a connection and by the table of sockets", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
    const { port } = server.address() as AddressInfo;
    expect((await probe({ port })).settled).to.equal("settled");
    const full = withDefaults(wait_for, { port });
    const withoutBash = `command() { return 1; }\n${wait_for.probe(full).script.text}`;
    expect((await target.send({ ...wait_for.probe(full).script, text: withoutBash })).stdout).to.equal("yes\n");
    await new Promise((done) => server.close(done));
    expect((await probe({ port })).settled).to.equal("waiting");
    expect((await probe({ port, state: "stopped" })).settled).to.equal("settled");
    expect((await target.send({ ...wait_for.probe(full).script, text: withoutBash })).stdout).to.equal("no\n");
  });
});
