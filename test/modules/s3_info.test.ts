import { expect } from "chai";
import { httpFault } from "../../src/errors/catalogue/services/http.ts";
import { s3Fault } from "../../src/errors/catalogue/services/s3.ts";
import { bad, good, type Outcome } from "../../src/errors/fault.ts";
import { s3_info } from "../../src/modules/s3_info.ts";
import type { S3Reader } from "../../src/services/s3/s3.ts";
import { fakeClient } from "./lib/fake-client.ts";

const given = { url: "http://a:1", buckets: ["flink", "druid"], access_key: "key", secret_key: "hush", region: "r" };

async function decide(answers: Readonly<Record<string, Outcome<boolean>>>, mustAnswer = true, mustAccept = true) {
  const args = { ...given, must_answer: mustAnswer, must_accept: mustAccept };
  const reader = fakeClient<S3Reader>({ hasBucket: (name) => Promise.resolve(answers[name] ?? good(true)) });
  const state = await s3_info.probe(args, reader);
  if (!state.ok) throw new Error("the probe returns its fault as a value");
  return s3_info.decide(args, state.value, { get: () => undefined, any: () => false });
}

const refused = s3Fault("services/s3-refused", { what: "look", reason: "SignatureDoesNotMatch", denied: true });
const unreachable = httpFault("services/http-unreachable", { url: given.url, reason: "refused" });

describe("modules/s3_info", () => {
  it("reports which buckets exist, and changes nothing", async () => {
    expect(await decide({ druid: good(false) })).to.deep.equal({
      changes: [],
      result: { answers: true, accepts: true, reason: null, buckets: { flink: true, druid: false } },
    });
  });

  it("reports rejected keys without showing them", async () => {
    for (const mustAnswer of [true, false]) {
      const decision = await decide({ flink: bad(refused) }, mustAnswer);
      expect(decision.fault?.code).to.equal("services/s3-keys");
      expect(decision.fault?.message).to.contain("http://a:1").and.to.contain("SignatureDoesNotMatch");
      expect(JSON.stringify(decision)).not.to.match(/hush|"key"/);
    }
  });

  it("only tells that the keys are rejected if `must_accept` is off", async () => {
    expect(await decide({ flink: bad(refused) }, false, false)).to.deep.equal({
      changes: [],
      result: { answers: true, accepts: false, reason: refused.message, buckets: {} },
    });
    expect((await decide({ flink: bad(unreachable) }, true, false)).fault).to.equal(unreachable);
  });

  it("fails for an unreachable endpoint unless `must_answer` is off", async () => {
    expect((await decide({ flink: bad(unreachable) })).fault).to.equal(unreachable);
    expect(await decide({ flink: bad(unreachable) }, false)).to.deep.equal({
      changes: [],
      result: { answers: false, accepts: false, reason: null, buckets: {} },
    });
  });
});
