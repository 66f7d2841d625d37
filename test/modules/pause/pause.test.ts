import { expect } from "chai";
import { pause } from "../../../src/modules/pause/pause.ts";

const decide = (args: { seconds?: number; minutes?: number; prompt?: string }) =>
  pause.decide({ prompt: "Press Enter to go on.", ...args });

describe("pause", () => {
  it("waits for seconds or minutes", () => {
    expect(decide({ seconds: 5 }).pause).to.deep.equal({ seconds: 5 });
    expect(decide({ minutes: 1.5 }).pause).to.deep.equal({ seconds: 90 });
    expect(decide({ seconds: 0, prompt: "Look." }).pause).to.deep.equal({ seconds: 0, prompt: "Look." });
  });

  it("waits for Enter without a time", () => {
    expect(decide({}).pause).to.deep.equal({ prompt: "Press Enter to go on." });
    expect(decide({ prompt: "Look." }).pause).to.deep.equal({ prompt: "Look." });
  });

  it("rejects two times", () => {
    expect(decide({ seconds: 5, minutes: 1 }).fault).to.include({ code: "modules/argument" });
  });
});
