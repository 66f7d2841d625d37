import { expect } from "chai";
import { contestSection } from "../../../bench/measurements/contest-section.ts";
import type { Run } from "../../../bench/measurements/contest.ts";
import { picture } from "../../../bench/picture.ts";

function run(wall: number, more: Partial<Run> = {}): Run {
  return { wall, cpu: 100, mebibytes: 50, roundTrips: undefined, processes: undefined, ...more };
}

const WORK = { key: "W", title: "small tasks", hosts: 1, pieces: () => [] };
const FLOOR = { name: "the floor", first: [run(100), run(200), run(300)], second: [run(50), run(60), run(70)] };

describe("bench/measurements/contest-section", () => {
  it("has medians with the shortest and the longest, and ratios pair by pair", () => {
    const other = { name: "other", first: [run(200), run(600), run(600)], second: [run(50), run(90), run(70)] };
    const row = contestSection(WORK, [FLOOR, other]).split("\n").at(-1);
    expect(row?.split("|").map((cell) => cell.trim())).to.deep.equal([
      "",
      "other",
      "600 ms (200–600)",
      "2.0",
      "70 ms (50–90)",
      "1.0",
      "–",
      "–",
      "100, 100 ms",
      "50 MiB",
      "",
    ]);
  });

  it("has the round trips and processes of both runs where they were counted", () => {
    const first = [run(1, { roundTrips: 9, processes: 80 })];
    const second = [run(1, { roundTrips: 4, processes: 20 })];
    expect(contestSection(WORK, [{ name: "a", first, second }])).to.include("|        9, 4 |    80, 20 |");
  });
});

describe("bench/picture", () => {
  it("draws bars as long as the times", () => {
    const slow = { name: "slow", first: [run(2000)], second: [run(1000)] };
    const widths = [...picture([slow]).matchAll(/<rect x="170"[^>]* width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    );
    expect(widths).to.deep.equal([480, 240]);
  });
});
