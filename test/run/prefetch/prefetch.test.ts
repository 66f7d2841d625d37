import { expect } from "chai";
import { good, type Outcome } from "../../../src/errors/fault.ts";
import type { Answer } from "../../../src/module/answer.ts";
import { read } from "../../../src/module/script.ts";
import { Prefetch, type Question, type Upcoming } from "../../../src/run/prefetch/prefetch.ts";

function question(name: string | number, user?: string): Question {
  return { script: read`look at ${name}`, runAs: user === undefined ? undefined : { user, password: undefined } };
}

function answered(text: string): Promise<Outcome<Answer>> {
  return Promise.resolve(good({ stdout: text, stderr: "", exit: 0 }));
}

/** Counts how many questions were taken from it. */
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

describe("run/prefetch", () => {
  it("returns each answer for its own question, once", async () => {
    const prefetch = new Prefetch();
    prefetch.keep([question("a"), question("b")], [answered("of a"), answered("of b")]);
    expect(await prefetch.take(question("b"))).to.deep.equal(await answered("of b"));
    expect(prefetch.take(question("b"))).to.equal(undefined);
    expect(await prefetch.take(question("a"))).to.deep.equal(await answered("of a"));
  });

  it("never serves one user's answer to another", () => {
    const prefetch = new Prefetch();
    prefetch.keep([question("a", "root")], [answered("of a")]);
    expect(prefetch.take(question("a"))).to.equal(undefined);
    expect(prefetch.take(question("a", "postgres"))).to.equal(undefined);
    expect(prefetch.take(question("a", "root"))).not.to.equal(undefined);
  });

  it("discards all answers before a change and when invalidated", () => {
    for (const end of ["invalidateForChange", "invalidate"] as const) {
      const prefetch = new Prefetch();
      prefetch.keep([question("a")], [answered("of a")]);
      prefetch[end]();
      expect(prefetch.take(question("a"))).to.equal(undefined);
    }
  });

  it("chooses questions of the same user only, without those that are answered", async () => {
    const prefetch = new Prefetch();
    prefetch.keep([question("known")], [answered("it is")]);
    const next = upcoming([question("a"), question("b", "root"), question("known"), question("c")]);
    expect(await prefetch.choose(next, here)).to.deep.equal([question("a"), question("c")]);
  });

  it("gives each of several tasks that ask the same question an answer of its own", async () => {
    const prefetch = new Prefetch();
    prefetch.keep([question("a")], [answered("first")]);
    const next = upcoming([question("a"), question("a"), question("a")]);
    const chosen = await prefetch.choose(next, here);
    expect(chosen).to.deep.equal([question("a"), question("a")]);
    prefetch.keep(chosen, [answered("second"), answered("third")]);
    for (const answer of ["first", "second", "third"]) {
      expect(await prefetch.take(question("a"))).to.deep.equal(await answered(answer));
    }
    expect(prefetch.take(question("a"))).to.equal(undefined);
  });

  it("doubles its window up to a limit", async () => {
    const prefetch = new Prefetch();
    const sizes: number[] = [];
    for (let count = 0; count < 8; count++) sizes.push((await prefetch.choose(many, here)).length);
    expect(sizes).to.deep.equal(sizes.toSorted((a, b) => a - b));
    expect(sizes[0]).to.be.lessThan(sizes[2] ?? 0);
    expect(sizes[7]).to.equal(sizes[6]);
  });

  it("shrinks its window to one question when changes follow each other", async () => {
    const prefetch = new Prefetch();
    await prefetch.choose(many, here);
    const sizes: number[] = [];
    for (let count = 0; count < 6; count++) {
      prefetch.invalidateForChange();
      sizes.push((await prefetch.choose(many, here)).length);
    }
    expect(sizes.slice(-3)).to.deep.equal([1, 1, 1]);
  });

  it("computes no more questions than it chooses", async () => {
    const next = upcoming(Array.from({ length: 500 }, (_, index) => question(index)));
    const chosen = await new Prefetch().choose(next, here);
    expect(next.walked).to.equal(chosen.length);
  });
});
