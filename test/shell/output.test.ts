import { PassThrough } from "node:stream";
import { expect } from "chai";
import { Output } from "../../src/shell/output.ts";

const MIB = 1024 * 1024;

describe("shell/output", () => {
  it("finds the end of an answer wherever the stream is split", async () => {
    const text = "noise\nready\none\ntwo\n\nmark-a 0\n\nmark-b 7\n";
    for (let cut = 1; cut < text.length; cut++) {
      const stream = new PassThrough();
      const output = new Output(stream);
      const sections = [output.until("ready"), output.until("mark-a"), output.until("mark-b")];
      stream.write(text.slice(0, cut));
      stream.write(text.slice(cut));
      const [, a, b] = await Promise.all(sections);
      expect(a).to.deep.equal({ text: "one\ntwo\n", trailer: "0", omitted: 0 });
      expect(b).to.deep.equal({ text: "", trailer: "7", omitted: 0 });
    }
  });

  it("omits the middle of 20 MiB and states how much", async () => {
    const stream = new PassThrough();
    const output = new Output(stream);
    const section = output.until("mark");
    stream.write("first");
    for (let sent = 0; sent < 20; sent++) stream.write(Buffer.alloc(MIB, 0x61 + sent));
    stream.write("last\nmark 0\n");
    const { text, omitted } = await section;
    expect(text.startsWith("firstaaa")).to.equal(true);
    expect(text.endsWith("tttlast")).to.equal(true);
    const note = `\n[${omitted} bytes left out]\n`;
    expect(text).to.include(note);
    expect(text.length - note.length + omitted).to.equal(20 * MIB + "firstlast".length);
    expect(text.length).to.be.below(4 * MIB);
  });

  it("rejects if the stream ends before the answer", async () => {
    const stream = new PassThrough();
    const output = new Output(stream);
    const section = output.until("mark");
    stream.end("half an answ");
    const error: unknown = await section.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(Error);
    expect(output.rest()).to.equal("half an answ");
  });
});
