import { expect } from "chai";
import { Unknown } from "../../../src/model/unknown.ts";
import type { ValueMap } from "../../../src/model/value.ts";
import { getent } from "../../../src/modules/getent/getent.ts";
import { predictedFrom, withDefaults, Target } from "../lib/target.ts";

describe("getent", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  it("reads one entry, or all", async () => {
    const { result } = await target.run(getent, { database: "passwd", key: "root" });
    expect(result["entries"]).to.have.nested.property("root[1]", "0");
    const all = await target.run(getent, { database: "group" });
    expect(all.result["entries"]).to.include.keys("root", "daemon");
    const services = await target.run(getent, { database: "services", key: "ssh" });
    expect(services.result["entries"]).to.deep.equal({ ssh: ["22/tcp"] });
  });

  it("splits an entry as requested", async () => {
    const { result } = await target.run(getent, { database: "services", key: "ssh", split: "/" });
    expect(Object.keys(result["entries"] as object)[0]).to.match(/^ssh +22$/);
  });

  it("fails for a missing key, unless that is allowed, and for an unknown database", async () => {
    const missing = { database: "passwd", key: "nobody-has-this" };
    expect(await failureOf(missing)).to.equal("modules/no-entry");
    const { result } = await target.run(getent, { ...missing, fail_key: false });
    expect(result["entries"]).to.deep.equal({ "nobody-has-this": null });
    expect(await failureOf({ database: "passwds" })).to.equal("modules/step-failed");
  });

  it("takes a key that looks like an option as a key", async () => {
    expect(await failureOf({ database: "passwd", key: "--help" })).to.equal("modules/no-entry");
  });

  it("is unknown in check mode if an earlier task would change the database's file", async () => {
    const args = withDefaults(getent, { database: "hosts", key: "localhost" });
    const predicted = predictedFrom([{ resource: { kind: "path", name: "/etc/hosts" }, after: null }]);
    const { gathered } = getent.decide(args, await target.probe(getent, args), predicted);
    expect(gathered?.["getent_hosts"]).to.be.instanceOf(Unknown);
    const other = predictedFrom([{ resource: { kind: "path", name: "/etc/passwd" }, after: null }]);
    expect(
      getent.decide(args, await target.probe(getent, args), other).gathered?.["getent_hosts"],
    ).to.not.be.instanceOf(Unknown);
  });

  it("shows in check mode the users and groups that earlier tasks would make or remove", async () => {
    const entryOf = async (database: string, key: string, after: ValueMap | null) => {
      const args = withDefaults(getent, { database, key, fail_key: false });
      const kind = database === "passwd" ? "user" : "group";
      const predicted = predictedFrom([{ resource: { kind, name: key }, after }]);
      const { entries } = getent.decide(args, await target.probe(getent, args), predicted).result;
      return (entries as Record<string, unknown>)[key];
    };
    const made = { uid: 7, comment: "", home: "/srv/x", shell: "/bin/sh" };
    expect(await entryOf("passwd", "nobody-has-this", made)).to.include.members(["7", "/srv/x", "/bin/sh"]);
    expect(await entryOf("group", "nobody-has-this", { gid: 8 })).to.include.members(["x", "8"]);
    expect(await entryOf("passwd", "root", null)).to.equal(null);
    const all = withDefaults(getent, { database: "passwd" });
    const predicted = predictedFrom([{ resource: { kind: "user", name: "x" }, after: made }]);
    expect(getent.decide(all, await target.probe(getent, all), predicted).result["entries"]).to.be.instanceOf(Unknown);
  });

  const failureOf = async (args: { database: string; key?: string }) => (await target.faultOf(getent, args))?.code;
});
