import { expect } from "chai";
import { createMask } from "../../src/events/mask.ts";
import { composeValue, envValue, propertiesValue } from "../../src/language/file-formats.ts";
import { Secret } from "../../src/model/secret.ts";
import { Unknown } from "../../src/model/unknown.ts";
import { CHANGED, FAULT, RESULT } from "./samples.ts";

const MASK = "********";
const HARD = `p@ss$1 "w/ö\\rd'+ 😀\n`;

/** How many base64 digits a string takes. */
function digits(text: string): number {
  return Buffer.from(text).toString("base64").length;
}

function masking(...secrets: readonly string[]) {
  const mask = createMask();
  for (const secret of secrets) mask.add(secret);
  return mask;
}

describe("events/mask: found texts", () => {
  const found = (...texts: readonly string[]) => {
    const mask = createMask();
    for (const text of texts) mask.addFound(text);
    return mask;
  };

  it("hides a found text in what an event says, but not where it takes place", () => {
    const event = { ...CHANGED, host: "web1", role: "web1", task: "Copy web1", module: "copy", reason: "web1 is up" };
    const masked = found("web1", "copy", CHANGED.origin.file).maskEvent(event);
    expect(masked).to.include({
      host: "web1",
      role: "web1",
      module: "copy",
      task: `Copy ${MASK}`,
      reason: `${MASK} is up`,
    });
    expect(masked.origin).to.deep.equal(CHANGED.origin);
  });

  it("shows the name of a task as the project writes it, unless a secret of the project is in it", () => {
    const mask = found("web1");
    mask.addName("Copy web1");
    mask.addName("Copy hunter22");
    mask.add("hunter22");
    const name = (task: string) => mask.maskEvent({ ...CHANGED, task }).task;
    expect(name("Copy web1")).to.equal("Copy web1");
    expect(name("Move web1"), "computed").to.equal(`Move ${MASK}`);
    expect(name("Copy hunter22")).to.equal(`Copy ${MASK}`);
    const result = mask.maskEvent({ ...CHANGED, result: { task: "Copy web1" } }).result;
    expect(result, "not in a result").to.deep.equal({ task: `Copy ${MASK}` });
  });

  it("hides a found text in a result, under every key", () => {
    const masked = found("web1").maskEvent({ ...CHANGED, result: { host: "web1", origin: { file: "web1" } } });
    expect(masked.result).to.deep.equal({ host: MASK, origin: { file: MASK } });
  });

  it("finds a text among many others, and a very long one", () => {
    const long = `begin ${"x$".repeat(2_000_000)}\nend`;
    const mask = found(...Array.from({ length: 5000 }, (_, index) => `value-${index}`), long);
    expect(mask.mask("value-4999 and value-x")).to.equal(`${MASK} and value-x`);
    expect(mask.mask(`<${long}>`)).to.equal(`<${MASK}>`);
    expect(mask.mask(JSON.stringify(long))).to.equal(`"${MASK}"`);
  });

  it("finds base64 that is split into lines", () => {
    const text = "a long secret that takes more than one line of base64 when it is encoded, as in MIME";
    const lines = Buffer.from(text).toString("base64").replaceAll(/.{60}/g, "$&\n");
    expect(found(text).mask(lines)).to.equal(MASK);
  });
});

describe("events/mask: mask", () => {
  it("hides a secret anywhere in a text", () => {
    expect(masking("hunter22").mask("a hunter22, hunter22b")).to.equal(`a ${MASK}, ${MASK}b`);
  });

  it("leaves other text alone", () => {
    expect(masking("hunter22").mask("hunter2 Hunter22")).to.equal("hunter2 Hunter22");
  });

  const forms: Readonly<Record<string, string>> = {
    JSON: JSON.stringify(HARD).slice(1, -1),
    "JSON in JSON": JSON.stringify(JSON.stringify(HARD)).slice(3, -3),
    "JSON in ASCII": JSON.stringify(HARD)
      .slice(1, -1)
      .replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`),
    "a URL": encodeURIComponent(HARD),
    "a URL in lower case": encodeURIComponent(HARD).replace(/%../g, (code) => code.toLowerCase()),
    "a form": new URLSearchParams({ x: HARD }).toString().slice(2),
    "a word quoted for sh": HARD.replaceAll("'", `'\\''`),
    "an env file": envValue(HARD)?.slice(1, -1) ?? "",
    "a compose file": composeValue(HARD)?.slice(1, -1) ?? "",
    "Java properties": propertiesValue(HARD),
    "trimmed text": HARD.trim(),
  };
  for (const [name, text] of Object.entries(forms)) {
    it(`hides a secret as it appears in ${name}`, () => {
      expect(masking(HARD).mask(`<${text}>`)).to.match(/^<\*+(\\+n|%0a|\n)?>$/i);
    });
  }

  for (const before of ["", "u", "us", "use", "user:"]) {
    it(`hides a secret inside the base64 of a text, at byte ${String(before.length)}`, () => {
      for (const after of ["", "z", "zz", "zzz"]) {
        for (const code of ["base64", "base64url"] as const) {
          const text = Buffer.from(`${before}s3cr3t/?>${after}`).toString(code);
          const masked = masking("s3cr3t/?>").mask(text);
          expect(masked, text).to.include(MASK);
          expect(masked.replaceAll("*", "").length, text).to.be.at.most(digits(before) + digits(after));
        }
      }
    });
  }

  it("hides a long secret in base64 that is split into lines", () => {
    const secret = "0123456789abcdefghij".repeat(8);
    const lines = Buffer.from(secret)
      .toString("base64")
      .replace(/.{76}/g, (line) => `${line}\n`);
    expect(masking(secret).mask(lines)).to.equal(MASK);
  });

  it("hides a single line of a multi-line secret", () => {
    expect(masking("first line of it\nsecond line of it").mask("+second line of it")).to.equal(`+${MASK}`);
  });

  it("hides overlapping secrets completely", () => {
    expect(masking("abcd1234", "xxabcd").mask("-xxabcd1234-")).to.equal(`-${MASK}-`);
    expect(masking("secret", "secret-long").mask("secret-long")).to.equal(MASK);
  });

  it("reports that a secret is too short to be masked", () => {
    const mask = createMask();
    expect(mask.add("abc")).to.be.false;
    expect(mask.add("abc\n")).to.be.false;
    expect(mask.add("abcd")).to.be.true;
    expect(mask.mask("abc abcd")).to.equal(`abc ${MASK}`);
  });

  it("treats no part of a secret as a pattern", () => {
    expect(masking("a.c*(").mask("abccc( a.c*(")).to.equal(`abccc( ${MASK}`);
  });
});

describe("events/mask: maskEvent", () => {
  const mask = masking("hunter22", "changed", "482913");

  it("masks at every depth, keys too", () => {
    const { result } = mask.maskEvent({ ...RESULT, result: { list: [{ hunter22: "a hunter22" }] } });
    expect(result).to.deep.equal({ list: [{ [MASK]: `a ${MASK}` }] });
  });

  it("masks changes, faults and unknown values", () => {
    const masked = mask.maskEvent({
      ...CHANGED,
      changes: [{ ...CHANGED.changes[0], before: "hunter22\n", after: new Unknown("needs hunter22") }],
      fault: { ...FAULT, message: "hunter22 is wrong", details: ["hunter22"] },
    });
    expect(JSON.stringify(masked)).not.to.include("hunter22");
    expect(masked.changes[0]?.after).to.be.instanceOf(Unknown);
  });

  it("keeps two keys that mask to the same string distinct", () => {
    const both = masking("server1", "server2").maskEvent({ ...RESULT, result: { server1: 1, server2: 2 } });
    expect(Object.values(both.result)).to.deep.equal([1, 2]);
  });

  it("keeps the words and numbers that tell events apart", () => {
    const masked = masking("changed", "task_result", "4829", "path").maskEvent({ ...CHANGED, duration_ms: 4829 });
    expect(masked).to.include({ event: "task_result", status: "changed", duration_ms: 4829 });
    expect(masked.changes[0].resource.kind).to.equal("path");
  });

  it("hides a number in a result if it is a secret", () => {
    expect(mask.maskEvent({ ...RESULT, result: { pin: 482913 } }).result).to.deep.equal({ pin: MASK });
  });

  it("hides an integer beyond 2^53 if it is a secret, and keeps the digits of others", () => {
    const result = { pin: 48291300000000000001n, other: 12345678901234567890n };
    const masked = masking("48291300000000000001").maskEvent({ ...RESULT, result });
    expect(masked.result).to.deep.equal({ pin: MASK, other: 12345678901234567890n });
  });

  it("shows a Secret as its mask even if it was not added", () => {
    const masked = mask.maskEvent({ ...RESULT, result: { password: new Secret("never added") } });
    expect(masked.result).to.deep.equal({ password: MASK });
  });
});
