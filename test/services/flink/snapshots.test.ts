import { expect } from "chai";
import { newestFolder, parseCheckpoints } from "../../../src/services/flink/snapshots.ts";
import * as recorded from "./fixtures.ts";

const savepoint = "file:/ckpt/sp/savepoint-b9a33f-3a699aee0f50";
const { latest } = recorded.stoppedStats;

/** The statistics of a job with checkpoints only. */
function stats(discarded: boolean, completed: object = {}) {
  return { counts: { completed: 9 }, latest: { completed: { ...latest.completed, discarded, ...completed } } };
}

describe("services/flink/snapshots", () => {
  describe("the newest snapshot", () => {
    const settings = (enabled: boolean, remove: boolean) => ({
      externalization: { enabled, delete_on_cancellation: remove },
    });
    const checkpoint = latest.completed.external_path;

    it("is the savepoint of a stopped job", () => {
      const left = parseCheckpoints("FINISHED", recorded.stoppedStats, recorded.checkpointConfig);
      expect(left).to.deep.include({ enabled: true, kept: true, completed: 10, failed: 1, stopped: true });
      expect(left.newest).to.deep.equal({ path: savepoint, at: 1795560917754, savepoint: true });
    });

    const cases: [string, string, boolean, boolean, boolean, string | undefined][] = [
      ["a running job", "RUNNING", false, true, false, checkpoint],
      ["a running job that has just discarded one", "RUNNING", true, true, false, checkpoint],
      ["a cancelled job that keeps them", "CANCELED", false, true, false, checkpoint],
      ["a cancelled job that does not", "CANCELED", false, true, true, undefined],
      ["a failed job", "FAILED", false, true, true, checkpoint],
      ["a failed job without external ones", "FAILED", false, false, false, undefined],
      ["a failed job that has discarded it", "FAILED", true, true, false, undefined],
      ["a finished job", "FINISHED", false, true, false, undefined],
    ];
    for (const [title, state, discarded, enabled, remove, path] of cases) {
      it(`is ${path === undefined ? "none" : "a checkpoint"} of ${title}`, () => {
        expect(parseCheckpoints(state, stats(discarded), settings(enabled, remove)).newest?.path).to.equal(path);
      });
    }

    it("is the later of a checkpoint and a savepoint", () => {
      const both = {
        latest: { ...latest, completed: { ...latest.completed, discarded: false, trigger_timestamp: 2e12 } },
      };
      expect(parseCheckpoints("FAILED", both, recorded.checkpointConfig).newest?.path).to.equal(checkpoint);
    });

    it("is none if checkpoints are in memory or disabled", () => {
      const memory = stats(false, { external_path: "<checkpoint-not-externally-addressable>" });
      expect(parseCheckpoints("FAILED", memory, recorded.checkpointConfig).newest).to.equal(undefined);
      expect(parseCheckpoints("RUNNING", undefined, undefined)).to.include({ enabled: false, completed: 0 });
    });
  });

  it("finds a job's newest complete folder in a listing", () => {
    const objects = [
      { key: "cp/79891e98aaaaaaaaaaaaaaaaaaaaaaaa/chk-5/_metadata", at: 1 },
      { key: "sp/savepoint-79891e-0123456789ab/_metadata", at: 2 },
      { key: "cp/79891e98bbbbbbbbbbbbbbbbbbbbbbbb/chk-9/data", at: 3 },
      { key: "cp/00000000bbbbbbbbbbbbbbbbbbbbbbbb/chk-9/_metadata", at: 4 },
    ];
    expect(newestFolder(objects, "79891e98")).to.equal("sp/savepoint-79891e-0123456789ab");
    expect(newestFolder(objects.slice(0, 1), "79891e98")).to.equal("cp/79891e98aaaaaaaaaaaaaaaaaaaaaaaa/chk-5");
    expect(newestFolder(objects.slice(2), "79891e98")).to.equal(undefined);
  });
});
