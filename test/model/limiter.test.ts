import { expect } from "chai";
import { createLimiter } from "../../src/model/limiter.ts";

describe("model/limiter", () => {
  /** Pieces of work that end when they are told to. */
  function pieces(count: number, most: number) {
    const limit = createLimiter(most);
    const started: number[] = [];
    const ends: (() => void)[] = [];
    const all = Array.from({ length: count }, (_, index) =>
      limit(async () => {
        started.push(index);
        await new Promise<void>((resolve, reject) => {
          ends[index] = () => (index === 1 ? reject(new Error("one fails")) : resolve());
        });
        return index;
      }),
    );
    return { started, end: (index: number) => ends[index]?.(), all: Promise.allSettled(all) };
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it("starts no more than the limit, and the others in order as places become free", async () => {
    const { started, end, all } = pieces(5, 2);
    await turn();
    expect(started).to.deep.equal([0, 1]);
    end(0);
    await turn();
    expect(started).to.deep.equal([0, 1, 2]);
    for (const index of [1, 2, 3, 4]) {
      end(index);
      await turn();
    }
    const results = await all;
    expect(results.map(({ status }) => status)).to.deep.equal([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
      "fulfilled",
    ]);
    expect(started).to.deep.equal([0, 1, 2, 3, 4]);
  });

  it("frees a place if the work fails, and counts right after a pause", async () => {
    const limit = createLimiter(1);
    await limit(() => Promise.reject(new Error("no"))).catch(() => undefined);
    const order: string[] = [];
    await Promise.all([
      limit(async () => {
        order.push("first begins");
        await turn();
        order.push("first ends");
      }),
      limit(() => Promise.resolve(order.push("second"))),
    ]);
    expect(order).to.deep.equal(["first begins", "first ends", "second"]);
  });
});
