import { createHmac } from "node:crypto";
import { expect } from "chai";
import {
  checkHostKey,
  fingerprint,
  keyTypeOf,
  knownHostLine,
  knownKeyTypes,
  parseKnownHosts,
} from "../../src/connection/known-hosts.ts";

/** A key blob of the type; its bytes are all the same. */
function key(type: string, fill: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type), Buffer.alloc(32, fill)]);
}

const MINE = key("ssh-ed25519", 1);
const OTHER = key("ssh-ed25519", 2);
const RSA = key("ssh-rsa", 3);
const line = (hosts: string, blob: Buffer, marker = "") =>
  `${marker && `${marker} `}${hosts} ${keyTypeOf(blob)} ${blob.toString("base64")} a comment`;

function verdict(text: string, address: string, port = 22, blob = MINE): string {
  return checkHostKey(parseKnownHosts(text), { address, port }, blob).is;
}

describe("connection/known-hosts", () => {
  const hashed = (name: string) => {
    const salt = Buffer.alloc(20, 7);
    return `|1|${salt.toString("base64")}|${createHmac("sha1", salt).update(name).digest("base64")}`;
  };
  const cases: readonly (readonly [string, string, string, number, string])[] = [
    ["a plain name", line("server", MINE), "server", 22, "known"],
    ["a name in upper case", line("server", MINE), "SERVER", 22, "known"],
    ["another name", line("server", MINE), "server2", 22, "unknown"],
    ["several names", line("a,server,10.0.0.1", MINE), "10.0.0.1", 22, "known"],
    ["another port", line("server", MINE), "server", 2222, "unknown"],
    ["its port", line("[server]:2222", MINE), "server", 2222, "known"],
    ["a pattern", line("*.example.org", MINE), "a.example.org", 22, "known"],
    ["a pattern in upper case", line("*.EXAMPLE.org", MINE), "a.example.org", 22, "known"],
    ["a pattern with many asterisks", line(`${"*a".repeat(30)}b`, MINE), "a".repeat(190), 22, "unknown"],
    ["a dot, which is not a wildcard", line("a.b", MINE), "axb", 22, "unknown"],
    ["a pattern with a question mark", line("web?", MINE), "web1", 22, "known"],
    ["a negated name", line("!a.example.org,*.example.org", MINE), "a.example.org", 22, "unknown"],
    ["a hashed name", line(hashed("server"), MINE), "server", 22, "known"],
    ["a hashed name in upper case", line(hashed("server"), MINE), "Server", 22, "known"],
    ["a hashed name with a port", line(hashed("[server]:2222"), MINE), "server", 2222, "known"],
    ["another hashed name", line(hashed("server"), MINE), "server2", 22, "unknown"],
    ["another key", line("server", OTHER), "server", 22, "changed"],
    ["another key and this one", `${line("server", OTHER)}\n${line("server", MINE)}`, "server", 22, "known"],
    ["only a key of another type", line("server", RSA), "server", 22, "changed"],
    ["a revoked key", line("*", MINE, "@revoked"), "server", 22, "revoked"],
    [
      "a revoked key that is also listed as known",
      `${line("server", MINE)}\n${line("*", MINE, "@revoked")}`,
      "server",
      22,
      "revoked",
    ],
    ["another key that is revoked", `${line("server", MINE)}\n${line("*", OTHER, "@revoked")}`, "server", 22, "known"],
    ["a certificate authority's key", line("*", MINE, "@cert-authority"), "server", 22, "unknown"],
    ["comments and damaged lines", `# server\n\nserver\nserver ssh-ed25519\n`, "server", 22, "unknown"],
  ];
  for (const [title, text, address, port, expected] of cases) {
    it(`finds ${expected} for ${title}`, () => {
      expect(verdict(text, address, port)).to.equal(expected);
    });
  }

  it("writes a line that it finds again, hashed or not, with the port unless it is that of SSH", () => {
    for (const hashed of [false, true]) {
      for (const port of [22, 2222]) {
        const written = knownHostLine({ address: "Server", port }, MINE, hashed);
        expect(written.includes("server")).to.equal(!hashed);
        expect(verdict(written, "server", port)).to.equal("known");
        expect(verdict(written, "server", port + 1)).to.equal("unknown");
      }
    }
  });

  it("names the line of the changed key, preferably of the same type", () => {
    const text = `# a comment\n${line("server", RSA)}\r\n${line("server", OTHER)}\r\n`;
    const found = checkHostKey(parseKnownHosts(text), { address: "server", port: 22 }, MINE);
    expect(found.is === "changed" ? found.entry.line : undefined).to.equal(3);
  });

  it("lists the known key types of an address", () => {
    const text = `${line("server", RSA)}\n${line("server", OTHER)}\n${line("server", MINE)}\n${line("other", MINE)}`;
    expect(knownKeyTypes(parseKnownHosts(text), { address: "server", port: 22 })).to.deep.equal([
      "ssh-rsa",
      "ssh-ed25519",
    ]);
  });

  it("shows a fingerprint as ssh does", () => {
    expect(fingerprint(Buffer.from(""))).to.equal("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU");
  });
});
