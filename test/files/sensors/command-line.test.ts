import { expect } from "chai";
import { helpText, readCommandLine } from "../../../files/sensors/command-line.ts";
import { OPTIONS, optionNames, variableOf, type Options } from "../../../files/sensors/options.ts";

function optionsOf(args: string[], environment: Record<string, string> = {}): Options {
  const line = readCommandLine(args, environment);
  if (line.kind !== "run") throw new Error(JSON.stringify(line));
  return line.options;
}

function messageOf(args: string[], environment: Record<string, string> = {}): string {
  const line = readCommandLine(args, environment);
  return line.kind === "invalid" ? line.message : `no error: ${line.kind}`;
}

describe("sensors/command-line", () => {
  it("has a default for every required option", () => {
    expect(optionsOf([])).to.deep.equal({
      bootstrap: ["localhost:9092"],
      topic: "raw_sensors",
      sensors: 20,
      rate: 10,
      outliers: 0.02,
      seed: "1",
      backfill: 0,
      resume: false,
      for: undefined,
      count: undefined,
      journal: undefined,
      "max-pending": 10_000,
    });
  });

  it("reads flags, and the environment if there is no flag", () => {
    const options = optionsOf(["--rate", "100", "--for=60s"], { SENSORS_RATE: "5", SENSORS_MAX_PENDING: "7" });
    expect(options).to.include({ rate: 100, for: 60_000, "max-pending": 7 });
  });

  it("treats an empty variable, but not an empty flag, as not set", () => {
    expect(optionsOf([], { SENSORS_RATE: "", SENSORS_FOR: "" })).to.include({ rate: 10, for: undefined });
    expect(messageOf(["--rate", ""])).to.equal('--rate: "" is not a number from 0.001 to 100000');
  });

  it("reports a wrong value in one line with its source and the expected form", () => {
    expect(messageOf(["--for", "60"])).to.equal('--for: "60" is not a duration such as 90s, 40m or 2h');
    expect(messageOf([], { SENSORS_OUTLIERS: "2" })).to.equal('SENSORS_OUTLIERS: "2" is not a share from 0 to 1');
  });

  it("rejects unknown flags, flags without a value, and positional arguments", () => {
    expect(messageOf(["--bogus"])).to.equal("Unknown option '--bogus'");
    expect(messageOf(["--rate"])).to.equal("Option '--rate <value>' argument missing");
    expect(messageOf(["start"])).to.equal("Unexpected argument 'start'");
  });

  it("has defaults that their own rows can read", () => {
    for (const name of optionNames()) {
      const { fallback, read } = OPTIONS[name];
      if (fallback !== undefined) expect(read(fallback), name).to.not.equal(undefined);
    }
  });

  it("lists every flag and variable in the help", () => {
    expect(readCommandLine(["-h"], {}).kind).to.equal("help");
    for (const name of optionNames()) expect(helpText()).to.include(`--${name} `).and.include(variableOf(name));
  });
});
