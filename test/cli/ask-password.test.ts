import { expect } from "chai";
import { PassThrough } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { askPassword, waitForEnter } from "../../src/cli/ask-password.ts";
import { sink } from "../report/sink.ts";
import { input } from "./fake-io.ts";

async function typed(keys: string, isTTY = true) {
  const output = sink();
  const keyboard = input(keys, isTTY);
  const prompt = await askPassword("sudo password: ", keyboard, output);
  const answer = prompt.is === "answer" ? prompt.password.reveal() : prompt.is;
  return { answer, shown: output.text(), modes: keyboard.modes };
}

describe("cli/ask-password", () => {
  it("prompts on a terminal and does not echo the answer", async () => {
    const { answer, shown, modes } = await typed("hunter22\r");
    expect(answer).to.equal("hunter22");
    expect(shown).to.equal("sudo password: \n");
    expect(modes).to.deep.equal([true, false]);
  });

  it("waits for Enter until the run is interrupted", async () => {
    const keys = Object.assign(new PassThrough(), { isTTY: true });
    const controller = new AbortController();
    let entered = false;
    const first = waitForEnter(keys, controller.signal).then(() => (entered = true));
    keys.write("yes");
    await setImmediate();
    expect(entered).to.equal(false);
    keys.write("\n");
    await first;
    const second = waitForEnter(keys, controller.signal);
    controller.abort();
    await second;
  });

  it("ends when the run is interrupted, and restores the terminal", async () => {
    const keyboard = input("", true);
    const controller = new AbortController();
    const keys = Object.assign(new PassThrough(), { isTTY: true, setRawMode: keyboard.setRawMode });
    const prompt = askPassword("sudo password: ", keys, sink(), controller.signal);
    controller.abort();
    expect((await prompt).is).to.equal("interrupted");
    expect(keyboard.modes).to.deep.equal([true, false]);
  });

  it("reads one line without a prompt if there is no terminal", async () => {
    const { answer, shown } = await typed("hunter22\nrest", false);
    expect(answer).to.equal("hunter22");
    expect(shown).to.equal("");
  });

  it("accepts a last line without a line end", async () => {
    expect((await typed("hunter22", false)).answer).to.equal("hunter22");
  });

  it("applies the erase keys to whole characters", async () => {
    expect((await typed("ab😀\u007fc\r")).answer).to.equal("abc");
    expect((await typed("wrong\u0015right\r")).answer).to.equal("right");
  });

  it("decodes characters that arrive in several chunks", async () => {
    const bytes = Buffer.from("pä\n");
    const stream = Object.assign(new PassThrough(), { isTTY: false });
    const prompt = askPassword("", stream, sink());
    stream.write(bytes.subarray(0, 2));
    stream.end(bytes.subarray(2));
    const answer = await prompt;
    expect(answer.is === "answer" && answer.password.reveal()).to.equal("pä");
  });

  it("distinguishes an interrupt from an empty answer", async () => {
    expect((await typed("abc\u0003")).answer).to.equal("interrupted");
    expect((await typed("\r")).answer).to.equal("none");
    expect((await typed("", false)).answer).to.equal("none");
    expect((await typed("\u0004")).answer).to.equal("none");
  });
});
