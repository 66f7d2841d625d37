import { expect } from "chai";
import { PassThrough } from "node:stream";
import { askPassword } from "../../src/cli/ask-password.ts";
import { sink } from "../report/sink.ts";
import { input } from "./fake-io.ts";

async function typed(keys: string, isTTY = true) {
  const output = sink();
  const keyboard = input(keys, isTTY);
  const asked = await askPassword("sudo password: ", keyboard, output);
  const answer = asked.is === "answer" ? asked.password.reveal() : asked.is;
  return { answer, shown: output.text(), modes: keyboard.modes };
}

describe("askPassword", () => {
  it("asks on a terminal and shows nothing of the answer", async () => {
    const { answer, shown, modes } = await typed("hunter22\r");
    expect(answer).to.equal("hunter22");
    expect(shown).to.equal("sudo password: \n");
    expect(modes).to.deep.equal([true, false]);
  });

  it("reads one line where there is no terminal, and asks nothing", async () => {
    const { answer, shown } = await typed("hunter22\nrest", false);
    expect(answer).to.equal("hunter22");
    expect(shown).to.equal("");
  });

  it("takes a last line without line end", async () => {
    expect((await typed("hunter22", false)).answer).to.equal("hunter22");
  });

  it("lets mistakes be erased, whole characters at a time", async () => {
    expect((await typed("ab😀\u007fc\r")).answer).to.equal("abc");
    expect((await typed("wrong\u0015right\r")).answer).to.equal("right");
  });

  it("keeps characters that arrive in pieces whole", async () => {
    const bytes = Buffer.from("pä\n");
    const stream = Object.assign(new PassThrough(), { isTTY: false });
    const asked = askPassword("", stream, sink());
    stream.write(bytes.subarray(0, 2));
    stream.end(bytes.subarray(2));
    const answer = await asked;
    expect(answer.is === "answer" && answer.password.reveal()).to.equal("pä");
  });

  it("tells an interrupt and an empty answer apart", async () => {
    expect((await typed("abc\u0003")).answer).to.equal("interrupted");
    expect((await typed("\r")).answer).to.equal("none");
    expect((await typed("", false)).answer).to.equal("none");
    expect((await typed("\u0004")).answer).to.equal("none");
  });
});
