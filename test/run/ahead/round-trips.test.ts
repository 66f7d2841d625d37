import { expect } from "chai";
import { play } from "../played.ts";
import { FakeHost, modules } from "./fake-host.ts";

/** Requests of the first run and of the second one, by the number of tasks. */
const TRIPS = [
  [30, 3, 2],
  [300, 4, 5],
  [3000, 7, 10],
] as const;

describe("run/ahead, by its round trips", () => {
  for (const [count, first, second] of TRIPS) {
    it(`sends ${count} changes in ${first} requests, and reads as many unchanged entries in ${second}`, async () => {
      const host = new FakeHost();
      const tasks = Array.from({ length: count }, (_, index) => ({ name: `t${index}`, make: { name: `e${index}` } }));
      const { results } = await play(tasks, { modules, access: host.access });
      expect(results).to.deep.equal(tasks.map(({ name }) => `${name}: changed`));
      expect(host.made).to.deep.equal(tasks.map(({ make }) => make.name));
      expect(host.requests).to.equal(first);
      host.requests = 0;
      const again = await play(tasks, { modules, access: host.access });
      expect(again.results).to.deep.equal(tasks.map(({ name }) => `${name}: ok`));
      expect(host.requests).to.equal(second);
    }).timeout(180_000);
  }

  it("reports all that the host has begun when an interrupt comes, and begins nothing else", async () => {
    const host = new FakeHost();
    const tasks = Array.from({ length: 40 }, (_, index) => ({ name: `t${index}`, make: { name: `e${index}` } }));
    const interrupted = () => host.made.length > 0;
    const { results } = await play(tasks, { modules, access: host.access, interrupted });
    expect(host.made.length).to.be.greaterThan(8);
    expect(results).to.deep.equal(host.made.map((name) => `t${name.slice(1)}: changed`));
  });

  it("sends one change a request if that is wanted", async () => {
    const host = new FakeHost();
    const tasks = Array.from({ length: 30 }, (_, index) => ({ name: `t${index}`, make: { name: `e${index}` } }));
    await play(tasks, { modules, access: host.access, oneByOne: true });
    expect(host.requests).to.equal(31);
  });
});
