import { expect } from "chai";
import { good } from "../../src/errors/fault.ts";
import { isNonEmpty } from "../../src/model/non-empty.ts";
import type { Value } from "../../src/model/value.ts";
import { s3_bucket } from "../../src/modules/s3_bucket.ts";

if (s3_bucket.kind !== "service") throw new Error("s3_bucket is a service module");
const module = s3_bucket;

const args = {
  url: "http://a:1",
  name: "flink",
  access_key: "key",
  secret_key: "hush",
  region: "r",
  state: "present",
} as never;

function decide(state: boolean, foreseen?: Value) {
  return module.decide(args, state, { get: () => foreseen, any: () => false });
}

describe("modules/s3_bucket", () => {
  it("has nothing to do for a bucket that is there, or will be", () => {
    expect(decide(true)).to.deep.equal({ changes: [], result: { name: "flink", state: "present" } });
    expect(decide(false, "present").changes).to.deep.equal([]);
  });

  it("makes one that is not, and shows no key", async () => {
    const decision = decide(false);
    expect(decision.changes.map(({ summary }) => summary)).to.deep.equal(["make bucket flink"]);
    expect(JSON.stringify(decision)).not.to.match(/hush|"key"/);
    const made: string[] = [];
    const writer = {
      makeBucket: (name: string) => {
        made.push(name);
        return Promise.resolve(good(undefined));
      },
    };
    if (!isNonEmpty(decision.changes)) throw new Error("nothing to apply");
    expect(await module.apply(args, decision.changes, writer, false)).to.deep.equal(good({}));
    expect(made).to.deep.equal(["flink"]);
  });

  it("asks for the bucket with the keys", async () => {
    const reader = { hasBucket: (name: string) => Promise.resolve(good(name === "flink")) };
    expect(await module.probe(args, reader)).to.deep.equal(good(true));
    expect(module.target(args)).to.deep.equal({ url: "http://a:1", accessKey: "key", secretKey: "hush", region: "r" });
  });
});
