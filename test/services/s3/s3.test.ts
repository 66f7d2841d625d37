import { expect } from "chai";
import type { Server } from "node:net";
import { parseObjects, s3Service } from "../../../src/services/s3/s3.ts";
import { type RecordedRequest, fakeServer, type FakeReply } from "../fake-server.ts";
import { direct, closeServer } from "../loopback.ts";

const denied = `<Error><Code>SignatureDoesNotMatch</Code><Message>Not the key</Message><StringToSign>top secret</StringToSign></Error>`;

describe("services/s3/s3", () => {
  let server: Server;

  async function open(answer: (request: RecordedRequest) => FakeReply) {
    const fake = await fakeServer(answer);
    server = fake.server;
    const target = { url: fake.url, accessKey: "key", secretKey: "hush", region: "r" };
    return { ...s3Service.open(direct, target), requests: fake.requests };
  }

  afterEach(() => closeServer(server));

  for (const [status, has] of [
    [200, true],
    [404, false],
  ] as const) {
    it(`reports a bucket as ${has ? "present" : "absent"} at status ${status}`, async () => {
      const { reader, requests } = await open(() => [status, ""]);
      expect(await reader.hasBucket("flink")).to.deep.equal({ ok: true, value: has });
      expect(requests[0]).to.include({ method: "HEAD", path: "/flink" });
      expect(requests[0]?.headers["authorization"]).to.contain("Credential=key/");
    });
  }

  it("requests the reason of an error, as HEAD has none", async () => {
    const { reader, requests } = await open(({ method }) => [403, method === "HEAD" ? "" : denied]);
    const has = await reader.hasBucket("flink");
    expect(has.ok ? "" : has.faults[0].message).to.equal(
      "S3 refused to find bucket flink: SignatureDoesNotMatch: Not the key.",
    );
    expect(requests.map(({ method }) => method)).to.deep.equal(["HEAD", "GET"]);
  });

  it("does not take an unknown access key for a missing bucket, though the status is the same", async () => {
    const answer = (code: string) => `<Error><Code>${code}</Code><Message>Not there</Message></Error>`;
    const unknown = await open(({ method }) => [404, method === "HEAD" ? "" : answer("XAdminUserNotFound")]);
    const has = await unknown.reader.hasBucket("flink");
    expect(has.ok ? "" : has.faults[0].message).to.contain("XAdminUserNotFound: Not there");
    await closeServer(server);
    const missing = await open(({ method }) => [404, method === "HEAD" ? "" : answer("NoSuchBucket")]);
    expect(await missing.reader.hasBucket("flink")).to.deep.equal({ ok: true, value: false });
  });

  it("creates a bucket", async () => {
    const { writer, requests } = await open(() => [200, ""]);
    expect((await writer.makeBucket("flink")).ok).to.equal(true);
    expect(requests[0]).to.include({ method: "PUT", path: "/flink", body: "" });
  });

  it("reports an error's code and message, and nothing of the request", async () => {
    const { writer } = await open(() => [403, denied]);
    const made = await writer.makeBucket("flink");
    const fault = made.ok ? undefined : made.faults[0];
    expect(fault?.message).to.equal("S3 refused to create bucket flink: SignatureDoesNotMatch: Not the key.");
    expect(fault?.hint).to.contain("Check the keys");
    expect(JSON.stringify(made)).not.to.match(/secret|hush/);
  });

  it("lists page by page", async () => {
    const page = (key: string, next: string) =>
      `<R><Contents><Key>${key}</Key><LastModified>2026-11-24T00:00:00Z</LastModified></Contents>${next}</R>`;
    const { reader, requests } = await open(({ path }) => [
      200,
      path.includes("continuation-token=t%2B1")
        ? page("b", "")
        : page("a", "<NextContinuationToken>t+1</NextContinuationToken>"),
    ]);
    const listed = await reader.list("flink", "c p/");
    expect(listed.ok && listed.value.map(({ key }) => key)).to.deep.equal(["a", "b"]);
    expect(requests[0]?.path).to.equal("/flink?list-type=2&prefix=c%20p%2F");
  });

  it("gives up on a listing that does not end", async () => {
    const endless = "<ListBucketResult><NextContinuationToken>t</NextContinuationToken></ListBucketResult>";
    const { reader } = await open(() => [200, endless]);
    const outcome = await reader.list("flink", "");
    expect(outcome.ok ? "" : outcome.faults[0].message).to.contain("list bucket flink: the listing does not end");
  });

  it("unescapes keys", () => {
    const [object] = parseObjects(
      "<Contents><Key>a&amp;lt;b</Key><LastModified>1970-01-01T00:00:01Z</LastModified></Contents>",
    );
    expect(object).to.deep.equal({ key: "a&lt;b", at: 1000 });
  });
});
