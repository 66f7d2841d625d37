import { expect } from "chai";
import { KINDS } from "../catalogue.ts";
import { drawMany, grouped, overlap } from "./draw.ts";

const shown = (drawn: ReturnType<typeof drawMany>) => drawn.map(({ kind, drift }) => `${kind.name} ${drift.what}`);

describe("drift/run/draw", () => {
  it("draws the same drifts for the same seed, and others for another one", () => {
    expect(shown(drawMany(1, 60))).to.deep.equal(shown(drawMany(1, 60)));
    expect(shown(drawMany(1, 60))).not.to.deep.equal(shown(drawMany(2, 60)));
  });

  it("draws the same drift of a kind, whatever other kinds there are", () => {
    for (const one of drawMany(7, KINDS.length)) {
      expect(shown(drawMany(7, 1, [one.kind]))).to.deep.equal(shown([one]));
    }
  });

  it("draws every kind before one for the second time", () => {
    const names = drawMany(3, KINDS.length).map(({ kind }) => kind.name);
    expect(new Set(names).size).to.equal(KINDS.length);
  });

  it("puts no two drifts of one area into a trial, and one that the run must refuse alone", () => {
    const drawn = drawMany(1, 120);
    const groups = grouped(drawn, 8);
    expect(groups.flat()).to.have.members(drawn);
    for (const group of groups) {
      const areas = group.map(({ drift }) => [...new Set(drift.areas)]).flat();
      expect(new Set(areas).size).to.equal(areas.length);
      if (group.some(({ drift }) => drift.undo)) expect(group).to.have.length(1);
    }
  });

  it("tries nothing else on a server whose engine is stopped", () => {
    expect(overlap(["server2"], ["server2 kafka"])).to.equal(true);
    expect(overlap(["server2 kafka"], ["server2"])).to.equal(true);
    expect(overlap(["server2"], ["server1 kafka", "job", "server22 kafka"])).to.equal(false);
    for (const group of grouped(drawMany(1, 120), 8)) {
      const stopped = group.find(({ kind }) => kind.name === "engine-stopped");
      const [host = ""] = stopped?.drift.areas ?? [];
      if (stopped) expect(group.filter(({ drift }) => drift.what.startsWith(`${host}:`))).to.deep.equal([stopped]);
    }
  });

  it("makes a trial of each drift on request", () => {
    expect(grouped(drawMany(1, 9), 1).map((group) => group.length)).to.deep.equal(Array(9).fill(1));
  });
});
