import { expect } from "chai";
import { good, type Outcome } from "../../../src/errors/fault.ts";
import type { Answer } from "../../../src/module/answer.ts";
import { read } from "../../../src/module/script.ts";
import { Ahead, type Question, type Upcoming } from "../../../src/run/prefetch/prefetch.ts";

function question(name: string | number, user?: string): Question {
  return { script: read`look at ${name}`, runAs: user === undefined ? undefined : { user, password: undefined } };
}

function answered(text: string): Promise<Outcome<Answer>> {
  return Promise.resolve(good({ stdout: text, stderr: "", exit: 0 }));
}

/** Counts how many it was asked for. */
function upcoming(questions: readonly Question[]): Upcoming & { walked: number } {
  const walk = Object.assign(
    async function* () {
      for (const one of questions) {
        walk.walked += 1;
        yield await Promise.resolve(one);
      }
    },
    { walked: 0 },
  );
  return walk;
}

const many = upcoming(Array.from({ length: 500 }, (_, index) => question(index)));
const here = { runAs: undefined };

describe("asking ahead", () => {
  it("gives each answer to its own question, and once", async () => {
    const ahead = new Ahead();
    ahead.keep([question("a"), question("b")], [answered("of a"), answered("of b")]);
    expect(await ahead.take(question("b"))).to.deep.equal(await answered("of b"));
    expect(ahead.take(question("b"))).to.equal(undefined);
    expect(await ahead.take(question("a"))).to.deep.equal(await answered("of a"));
  });

  it("gives nobody what another user was told", () => {
    const ahead = new Ahead();
    ahead.keep([question("a", "root")], [answered("of a")]);
    expect(ahead.take(question("a"))).to.equal(undefined);
    expect(ahead.take(question("a", "postgres"))).to.equal(undefined);
    expect(ahead.take(question("a", "root"))).not.to.equal(undefined);
  });

  it("has nothing left once the host is changed, or when told to forget", () => {
    for (const end of ["changing", "forget"] as const) {
      const ahead = new Ahead();
      ahead.keep([question("a")], [answered("of a")]);
      ahead[end]();
      expect(ahead.take(question("a"))).to.equal(undefined);
    }
  });

  it("chooses only what the same user asks, each question once, and none that is asked or answered already", async () => {
    const ahead = new Ahead();
    ahead.keep([question("known")], [answered("it is")]);
    const next = upcoming([question("asked"), question("a"), question("b", "root"), question("a"), question("known")]);
    const chosen = await ahead.choose(next, question("asked"));
    expect(chosen).to.deep.equal([question("a")]);
  });

  it("chooses more each time, up to a limit", async () => {
    const ahead = new Ahead();
    const sizes: number[] = [];
    for (let count = 0; count < 6; count++) sizes.push((await ahead.choose(many, here)).length);
    expect(sizes).to.deep.equal(sizes.toSorted((a, b) => a - b));
    expect(sizes[0]).to.be.lessThan(sizes[2] ?? 0);
    expect(sizes[5]).to.equal(sizes[4]);
  });

  it("chooses one where one change follows another, and never none", async () => {
    const ahead = new Ahead();
    await ahead.choose(many, here);
    const sizes: number[] = [];
    for (let count = 0; count < 6; count++) {
      ahead.changing();
      sizes.push((await ahead.choose(many, here)).length);
    }
    expect(sizes.slice(-3)).to.deep.equal([1, 1, 1]);
  });

  it("walks no further than it chooses", async () => {
    const next = upcoming(Array.from({ length: 500 }, (_, index) => question(index)));
    const chosen = await new Ahead().choose(next, here);
    expect(next.walked).to.equal(chosen.length);
  });
});
