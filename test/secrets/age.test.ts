import { expect } from "chai";
import { armor, Encrypter } from "age-encryption";
import { Secret } from "../../src/model/secret.ts";
import {
  decryptText,
  encryptText,
  isArmored,
  countRecipients,
  newIdentity,
  recipientOf,
} from "../../src/secrets/age.ts";

async function pair() {
  const identity = await newIdentity();
  return { identity: new Secret(identity), recipient: (await recipientOf(identity)) ?? "" };
}

describe("secrets/age", () => {
  it("decrypts what it encrypted", async () => {
    const { identity, recipient } = await pair();
    const armored = await encryptText("käse: hunter22\n", recipient);
    expect(isArmored(armored)).to.be.true;
    expect(armored).not.to.include("hunter22");
    expect(await decryptText(armored, [identity])).to.deep.equal({ kind: "text", text: "käse: hunter22\n" });
  });

  it("reads a file with Windows line ends", async () => {
    const { identity, recipient } = await pair();
    const armored = (await encryptText("a", recipient)).replaceAll("\n", "\r\n");
    expect(await decryptText(armored, [identity])).to.deep.equal({ kind: "text", text: "a" });
    expect(countRecipients(armored)).to.equal(1);
  });

  it("distinguishes a wrong key from a damaged file", async () => {
    const [one, other] = [await pair(), await pair()];
    const armored = await encryptText("a", one.recipient);
    expect(await decryptText(armored, [other.identity])).to.deep.equal({ kind: "wrong-key" });
    expect(await decryptText(armored, [other.identity, one.identity])).to.include({ kind: "text" });
    const lines = armored.split("\n");
    const cut = [...lines.slice(0, -3), ...lines.slice(-2)].join("\n");
    expect(await decryptText(cut, [one.identity])).to.include({ kind: "damaged" });
  });

  it("treats text that is not UTF-8 as damaged, so that writing it back loses nothing", async () => {
    const { identity, recipient } = await pair();
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    const armored = armor.encode(await encrypter.encrypt(new Uint8Array([0x61, 0xff, 0x62])));
    expect(await decryptText(armored, [identity])).to.include({ kind: "damaged" });
  });

  it("counts the keys that a file is encrypted for", async () => {
    const encrypter = new Encrypter();
    for (const { recipient } of [await pair(), await pair(), await pair()]) encrypter.addRecipient(recipient);
    expect(countRecipients(armor.encode(await encrypter.encrypt("x".repeat(10_000))))).to.equal(3);
  });

  it("recognizes invalid identities", async () => {
    const identity = await newIdentity();
    expect(await recipientOf(identity)).to.match(/^age1[a-z0-9]+$/);
    expect(await recipientOf(`${identity.slice(0, -1)}${identity.endsWith("Q") ? "P" : "Q"}`)).to.equal(undefined);
    expect(await recipientOf("hello")).to.equal(undefined);
  });
});
