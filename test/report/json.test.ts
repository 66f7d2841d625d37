import { expect } from "chai";
import { jsonReporter } from "../../src/report/json.ts";
import { CHANGED, SAMPLES } from "../events/samples.ts";
import { sink } from "./sink.ts";

describe("report/json", () => {
  it("writes one object per line for every kind of event", () => {
    const output = sink();
    const reporter = jsonReporter(output);
    for (const event of SAMPLES) reporter.on(event);
    const lines = output.text().trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).to.deep.equal(
      SAMPLES.map(({ event }) => event),
    );
  });

  it("keeps the public names of the fields of a result", () => {
    const output = sink();
    jsonReporter(output).on(CHANGED);
    const line = JSON.parse(output.text()) as object;
    expect(line).to.include({ play: "Web", role: "web", task: "Put the page", host: "server1", status: "changed" });
    expect(line).to.include.all.keys("event", "duration_ms", "result", "diff", "origin");
  });

  it("writes integers beyond 2^53 with all their digits", () => {
    const output = sink();
    jsonReporter(output).on({ ...CHANGED, result: { id: 12345678901234567890n } });
    expect(output.text()).to.include('"result":{"id":12345678901234567890}');
  });

  it("escapes control characters that JSON.stringify leaves raw", () => {
    const output = sink();
    jsonReporter(output).on({ ...CHANGED, result: "\u001b[2J\u009b2J\u007f\u202e" });
    expect(output.text()).not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect((JSON.parse(output.text()) as { result: string }).result).to.equal("\u001b[2J\u009b2J\u007f\u202e");
  });
});
