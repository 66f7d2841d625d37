import { expect } from "chai";
import { PassThrough } from "node:stream";
import { stepper } from "../../../src/cli/asking/step.ts";
import { Secret } from "../../../src/model/secret.ts";
import { fakeIo } from "../fake-io.ts";

function terminal() {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  return { io: fakeIo({ stdin }), type: (text: string) => void stdin.write(text) };
}

describe("cli/asking/step", () => {
  it("asks one question after the other", async () => {
    const { io, type } = terminal();
    const ask = stepper(io, new AbortController().signal);
    const [one, two] = [ask("One"), ask("Two")];
    await new Promise(setImmediate);
    expect(io.stderr.text()).to.include("`One`").and.not.include("`Two`");
    type("y\n");
    expect(await one).to.be.true;
    type("no\n");
    expect(await two).to.be.false;
  });

  it("asks no more after c", async () => {
    const { io, type } = terminal();
    const ask = stepper(io, new AbortController().signal);
    type("c\n");
    expect(await ask("One")).to.be.true;
    expect(await ask("Two")).to.be.true;
    expect(io.stderr.text()).to.not.include("Two");
  });

  it("runs nothing after an interrupt, or when the terminal is gone", async () => {
    const { io } = terminal();
    const controller = new AbortController();
    const ask = stepper(io, controller.signal);
    const [one, two] = [ask("One"), ask("Two")];
    await new Promise(setImmediate);
    controller.abort();
    expect([await one, await two]).to.deep.equal([false, false]);
    const gone = terminal();
    const answer = stepper(gone.io, new AbortController().signal)("One");
    (gone.io.stdin as unknown as PassThrough).end();
    expect(await answer).to.be.false;
  });

  it("shows no secrets", async () => {
    const { io, type } = terminal();
    io.mask.add(new Secret("hunter22"));
    const answer = stepper(io, new AbortController().signal)("Use hunter22");
    type("y\n");
    await answer;
    expect(io.stderr.text()).to.not.include("hunter22");
  });
});
