import { expect } from "chai";
import { parseChallenge, tokenUrl } from "../../../src/services/registry/challenge.ts";

const HEADER =
  'Bearer realm="https://auth.example.org/token",service="registry.example.org",scope="repository:a/b:pull"';

describe("services/registry/challenge", () => {
  it("reads a token's address, with and without quotes, and among other challenges", () => {
    const whole = {
      scheme: "bearer",
      realm: "https://auth.example.org/token",
      service: "registry.example.org",
      scope: "repository:a/b:pull",
    };
    expect(parseChallenge(HEADER)).to.deep.equal(whole);
    expect(parseChallenge(HEADER.replace(/,/g, " , ").replace("Bearer", "bearer"))).to.deep.equal(whole);
    expect(parseChallenge(`Basic realm="x", ${HEADER}`)).to.deep.equal(whole);
    expect(parseChallenge("Bearer realm=https://auth.example.org/token")).to.deep.equal({
      ...whole,
      service: undefined,
      scope: undefined,
    });
  });

  it("reads a demand for a password", () => {
    expect(parseChallenge('Basic realm="Registry"')).to.deep.equal({ scheme: "basic" });
  });

  it("finds nothing in what it does not know", () => {
    for (const header of ["", "Negotiate", 'Digest realm="x"', "Bearer", 'Bearer service="x"'])
      expect(parseChallenge(header), header).to.equal(undefined);
  });

  const url = (realm: string, endpoint = "https://registry.example.org", scope?: string) =>
    tokenUrl({ scheme: "bearer", realm, service: "a b", scope }, endpoint, "team/app");

  it("asks for the right to pull, with the realm's own query", () => {
    expect(url("https://auth.example.org/token?x=1")).to.equal(
      "https://auth.example.org/token?x=1&service=a+b&scope=repository%3Ateam%2Fapp%3Apull",
    );
    expect(url("https://auth.example.org/", undefined, "repository:other:pull")).to.include("scope=repository%3Aother");
  });

  it("sends no password to an address that is less protected than the registry", () => {
    expect(url("http://auth.example.org/token")).to.equal(undefined);
    expect(url("http://auth.example.org/token", "http://192.0.2.1:5000")).to.be.a("string");
    for (const realm of ["token", "file:///etc/passwd", "https://me:pw@auth.example.org/", ""])
      expect(url(realm), realm).to.equal(undefined);
  });
});
