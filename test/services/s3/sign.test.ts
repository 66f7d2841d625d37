import { expect } from "chai";
import { encode, signedHeaders } from "../../../src/services/s3/sign.ts";

/** The keys, time and signatures of the examples in Amazon's documentation. */
const keys = {
  accessKey: "AKIAIOSFODNN7EXAMPLE",
  secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  region: "us-east-1",
};
const at = new Date("2013-05-24T00:00:00Z");

describe("services/s3/sign", () => {
  const examples: [string, string][] = [
    ["/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"],
    ["/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"],
    ["/?prefix=J&max-keys=2", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"],
  ];
  for (const [path, signature] of examples) {
    it(`signs GET ${path}`, async () => {
      const url = new URL(path, "https://examplebucket.s3.amazonaws.com");
      const headers = await signedHeaders({ method: "GET", url, body: "", at }, keys);
      expect(headers["x-amz-date"]).to.equal("20130524T000000Z");
      expect(headers["authorization"]).to.equal(
        `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${signature}`,
      );
    });
  }

  it("never includes the secret key", async () => {
    const url = new URL("http://127.0.0.1:7070/b");
    expect(JSON.stringify(await signedHeaders({ method: "PUT", url, body: "", at }, keys))).not.to.contain(
      keys.secretKey,
    );
  });

  it("escapes the characters that encodeURIComponent leaves", () => {
    expect(encode("a b/(c)!*'~")).to.equal("a%20b%2F%28c%29%21%2A%27~");
  });
});
