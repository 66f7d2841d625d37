import { execFileSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { openssl_csr } from "../../../../src/modules/certificates/openssl_csr/openssl_csr.ts";
import { predictedFrom, Target, withDefaults, type Written } from "../../lib/target.ts";

type Given = Written<Parameters<typeof openssl_csr.decide>[0]>;

describe("modules/certificates/openssl_csr", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
    openssl("genpkey", "-algorithm", "ED25519", "-out", target.path("key"));
  });
  afterEach(() => target.remove());

  const openssl = (...words: readonly string[]) => execFileSync("openssl", words, { encoding: "utf8", stdio: "pipe" });
  const args = (given: Given = {}): Given => ({
    path: target.path("csr"),
    privatekey_path: target.path("key"),
    common_name: "a.example.org",
    ...given,
  });
  const text = () => openssl("req", "-in", target.path("csr"), "-noout", "-text", "-nameopt", "utf8,sep_comma_plus");

  for (const [title, given, expected] of [
    ["its name as another name", {}, /DNS:a\.example\.org/],
    ["no other names", { use_common_name_for_san: false }, /Attributes:\s+\(?(?!.*DNS)/],
    [
      "other names",
      { subject_alt_name: ["IP:192.0.2.1", "URI:https://a/?b=$c"] },
      /IP Address:192\.0\.2\.1, URI:https:\/\/a\/\?b=\$c/,
    ],
    [
      "strange characters",
      { organization_name: `it's "$HOME" \\ #1 ä`, locality_name: "x y" },
      /O=it's "\$HOME" \\ #1 ä/,
    ],
    [
      "uses",
      { key_usage: ["keyCertSign"], key_usage_critical: true, extended_key_usage: ["serverAuth"] },
      /Key Usage: critical\s+Certificate Sign[^]*TLS Web Server/,
    ],
  ] as const) {
    it(`makes a request with ${title}, once`, async () => {
      const { applied } = await target.run(openssl_csr, args(given));
      expect(applied).to.deep.equal({ ok: true, value: {} });
      expect(text()).to.match(expected);
      expect(statSync(target.path("csr")).mode & 0o777).to.equal(0o644);
      expect((await target.run(openssl_csr, args(given))).changes).to.deep.equal([]);
    });
  }

  it("replaces a request that differs, or that is none", async () => {
    await target.run(openssl_csr, args());
    const changes = async (given: Given = {}) => (await target.run(openssl_csr, args(given))).changes.length;
    expect(await changes({ common_name: "b.example.org" })).to.equal(1);
    expect(await changes({ common_name: "b.example.org", basic_constraints: ["CA:FALSE"] })).to.equal(1);
    openssl("genpkey", "-algorithm", "ED25519", "-out", target.path("key"));
    expect(await changes({ common_name: "b.example.org", basic_constraints: ["CA:FALSE"] })).to.equal(1);
    writeFileSync(target.path("csr"), "text\n");
    expect(await changes()).to.equal(1);
    expect(await changes({ force: true })).to.equal(1);
    const before = readFileSync(target.path("csr"));
    expect((await target.run(openssl_csr, args({ mode: "0600" }))).changes[0]?.summary).to.match(/^set mode/);
    expect(readFileSync(target.path("csr"))).to.deep.equal(before);
  });

  it("uses an encrypted key, and names a key that openssl cannot read", async () => {
    openssl("genpkey", "-algorithm", "ED25519", "-aes256", "-pass", "pass:secret", "-out", target.path("key"));
    expect((await target.run(openssl_csr, args({ privatekey_passphrase: "secret" }))).applied?.ok).to.equal(true);
    for (const given of [{ privatekey_passphrase: "wrong" }, {}, { privatekey_path: target.path("none") }]) {
      const fault = await target.faultOf(openssl_csr, args(given));
      expect(fault).to.include({ code: "modules/no-request-key", missing: true });
    }
  });

  it("makes the request in check mode for a key that an earlier task makes, and does not know one that exists", async () => {
    const missing = withDefaults(openssl_csr, args({ privatekey_path: target.path("later") }));
    const key = predictedFrom([
      { resource: { kind: "path", name: target.path("later") }, after: { type: "file", mode: "0600" } },
    ]);
    const first = openssl_csr.decide(missing, await target.probe(openssl_csr, missing), key);
    expect(first.changes).to.have.length(1);
    await target.run(openssl_csr, args());
    const known = openssl_csr.decide(missing, await target.probe(openssl_csr, missing), key);
    expect(known.unpredictable).to.contain("later");
  });
});
