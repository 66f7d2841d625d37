import { userInfo } from "node:os";
import { expect } from "chai";
import { PassThrough } from "node:stream";
import { outputOf, processIo } from "../../src/cli/io.ts";

function stream(onWrite: (text: string) => void = () => undefined) {
  const through = new PassThrough();
  const passOn = through.write.bind(through) as (...given: unknown[]) => boolean;
  through.write = (...given: unknown[]) => {
    onWrite(String(given[0]));
    return passOn(...given);
  };
  return {
    through,
    output: outputOf(Object.assign(through, { isTTY: false, columns: 0 }) as unknown as NodeJS.WriteStream),
  };
}

describe("cli/io: outputOf", () => {
  it("passes on everything written", async () => {
    const { through, output } = stream();
    output.write("a");
    output.write("b");
    await output.flush();
    expect(String(through.read())).to.equal("ab");
  });

  it("joins what one turn of the event loop writes", async () => {
    const written: string[] = [];
    const { output } = stream((text) => written.push(text));
    for (const text of ["a", "b", "c"]) output.write(text);
    expect(written).to.deep.equal([]);
    await new Promise(setImmediate);
    expect(written).to.deep.equal(["abc"]);
  });

  it("drops output after the reader has gone away", async () => {
    const { through, output } = stream();
    through.destroy(Object.assign(new Error("EPIPE"), { code: "EPIPE" }));
    await new Promise(setImmediate);
    output.write("lost");
    await output.flush();
    expect(through.errored?.message).to.equal("EPIPE");
  });

  it("tells a full disk from a reader that has gone away", async () => {
    for (const [code, problem] of [
      ["ENOSPC", "the disk is full"],
      ["EPIPE", undefined],
    ] as const) {
      const { through, output } = stream();
      through.destroy(Object.assign(new Error("failed"), { code }));
      await new Promise(setImmediate);
      output.write("lost");
      await output.flush();
      expect(output.lost?.()).to.equal(problem);
    }
  });

  it("has 80 columns without a terminal", () => {
    expect(stream().output).to.include({ isTTY: false, columns: 80 });
  });
});

describe("cli/io: processIo", () => {
  it("hides the key to the secrets from child processes", () => {
    process.env["PROVISION_AGE_KEY"] = "the key";
    expect(processIo().env["PROVISION_AGE_KEY"]).to.equal("the key");
    expect(process.env).not.to.have.property("PROVISION_AGE_KEY");
  });

  it("ignores a home that is not absolute", () => {
    const before = process.env["HOME"];
    try {
      for (const home of ["", ".", "here"]) {
        process.env["HOME"] = home;
        expect(processIo().home).to.equal(userInfo().homedir);
      }
    } finally {
      if (before === undefined) delete process.env["HOME"];
      else process.env["HOME"] = before;
    }
  });
});
