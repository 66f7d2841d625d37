import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Consumed } from "../../../files/proof/consumed.ts";
import { judge } from "../../../files/proof/oracle.ts";
import { filterHash, type FilterSettings } from "../../../files/proof/settings.ts";
import { countWindows } from "../../../files/proof/windows.ts";

interface FilterCase {
  readonly arguments: Readonly<Record<string, number>>;
  readonly filter: string;
  readonly readings: readonly {
    readonly sensor: string;
    readonly ts: number;
    readonly value: number;
    readonly is: string;
  }[];
  readonly windows: readonly unknown[];
}

const FOLDER = "files/runtime-processing/src/test/resources/filter-cases";

function settingsOf({ arguments: given }: FilterCase): FilterSettings {
  const numberOf = (name: string): number => given[name] ?? NaN;
  return {
    filterWindow: numberOf("filter-window"),
    threshold: numberOf("threshold"),
    warmUp: numberOf("warm-up"),
    madFloor: numberOf("mad-floor"),
    latenessSeconds: numberOf("lateness-seconds"),
    stateTtlHours: numberOf("state-ttl-hours"),
  };
}

function recordsOf({ readings }: FilterCase): Consumed[] {
  return readings.map(({ sensor, ts, value }, offset) => {
    return {
      partition: 0,
      offset,
      headers: {},
      key: sensor,
      value: JSON.stringify({ sensor, seq: offset, ts, value }),
    };
  });
}

describe("proof/oracle on the job's filter cases", () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));

  it("finds the cases", () => {
    expect(files).to.have.length.above(10);
  });

  for (const file of files) {
    it(`${file}: returns the same verdicts, windows and hash`, () => {
      const example = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as FilterCase;
      const settings = settingsOf(example);
      const judged = judge(recordsOf(example), settings);
      expect(judged.map(({ verdict }) => verdict)).to.deep.equal(example.readings.map(({ is }) => is));
      expect(filterHash(settings)).to.equal(example.filter);
      const windows = countWindows(judged, (example.arguments["window-minutes"] ?? NaN) * 60_000);
      const written = windows.map(({ start, end, readings, outliers, late, bySensor }) => {
        const counts = { window_start: start, window_end: end, readings, outliers, late };
        return { ...counts, by_sensor: Object.fromEntries(bySensor), filter: example.filter };
      });
      expect(written).to.deep.equal(example.windows);
    });
  }
});

describe("proof/settings filterHash", () => {
  it("writes small and large numbers in plain decimal digits", () => {
    const settings = {
      filterWindow: 31,
      threshold: 6,
      warmUp: 10,
      madFloor: 0.01,
      latenessSeconds: 10,
      stateTtlHours: 168,
    };
    const hashes = [1.5e-9, 1e21, 0.01].map((madFloor) => filterHash({ ...settings, madFloor }));
    expect(hashes).to.deep.equal(["afdef893", "1fb07d67", "ee90e46d"]);
  });
});
