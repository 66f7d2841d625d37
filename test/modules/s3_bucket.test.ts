import { expect } from "chai";
import { good } from "../../src/errors/fault.ts";
import { isNonEmpty } from "../../src/model/non-empty.ts";
import type { Value } from "../../src/model/value.ts";
import { s3_bucket } from "../../src/modules/s3_bucket.ts";
import type { S3Reader, S3Writer } from "../../src/services/s3/s3.ts";
import { fakeClient, recordingClient } from "./lib/fake-client.ts";

const args = {
  url: "http://a:1",
  name: "flink",
  access_key: "key",
  secret_key: "hush",
  region: "r",
  state: "present",
} as const;

function decide(state: boolean, future?: Value) {
  return s3_bucket.decide(args, state, { get: () => future, any: () => false });
}

describe("modules/s3_bucket", () => {
  it("changes nothing if the bucket exists or is predicted", () => {
    expect(decide(true)).to.deep.equal({ changes: [], result: { name: "flink", state: "present" } });
    expect(decide(false, "present").changes).to.deep.equal([]);
  });

  it("creates a missing bucket, and shows no key", async () => {
    const decision = decide(false);
    expect(decision.changes.map(({ summary }) => summary)).to.deep.equal(["create bucket flink"]);
    expect(JSON.stringify(decision)).not.to.match(/hush|"key"/);
    const { calls, client: writer } = recordingClient<S3Writer>(["makeBucket"]);
    if (!isNonEmpty(decision.changes)) throw new Error("nothing to apply");
    expect(await s3_bucket.apply(args, decision.changes, writer, false)).to.deep.equal(good({}));
    expect(calls).to.deep.equal([["makeBucket", "flink"]]);
  });

  it("looks up the bucket with the keys", async () => {
    const reader = fakeClient<S3Reader>({ hasBucket: (name) => Promise.resolve(good(name === "flink")) });
    expect(await s3_bucket.probe(args, reader)).to.deep.equal(good(true));
    expect(s3_bucket.target(args)).to.deep.equal({
      url: "http://a:1",
      accessKey: "key",
      secretKey: "hush",
      region: "r",
    });
  });
});
