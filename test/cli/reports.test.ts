import { expect } from "chai";
import type { Io } from "../../src/cli/io.ts";
import { openReport } from "../../src/cli/reports.ts";
import type { ReportOptions } from "../../src/cli/reports.ts";
import { CHANGED, FAULT, ORIGIN } from "../events/samples.ts";
import { sink } from "../report/sink.ts";
import { fakeIo } from "./fake-io.ts";

const OPTIONS: ReportOptions = { json: false, diff: false, verbosity: 0, quiet: false };

function opened(options: Partial<ReportOptions>, env: Io["env"], isTTY: boolean) {
  const io = { ...fakeIo({ env }), stdout: sink({ isTTY }), stderr: sink({ isTTY }) };
  return { io, report: openReport({ ...OPTIONS, ...options }, io) };
}

describe("cli/reports", () => {
  it("keeps standard output for programs with --json", () => {
    const { io, report } = opened({ json: true }, {}, false);
    report.emit(CHANGED);
    expect(JSON.parse(io.stdout.text())).to.include({ event: "task_result" });
    expect(io.stderr.text()).to.include("web : Put the page");
  });

  it("uses colours only on terminals, and not with NO_COLOR or TERM=dumb", () => {
    const coloured = (env: Io["env"], isTTY: boolean) => {
      const { io, report } = opened({}, env, isTTY);
      report.emit(CHANGED);
      return io.stdout.text().includes("\u001b[33m");
    };
    expect(coloured({}, true)).to.be.true;
    expect(coloured({ NO_COLOR: "" }, true)).to.be.true;
    expect(coloured({ NO_COLOR: "1" }, true)).to.be.false;
    expect(coloured({ TERM: "dumb" }, true)).to.be.false;
    expect(coloured({}, false)).to.be.false;
  });

  it("shows errors with a masked code frame", () => {
    const { io, report } = opened({}, {}, false);
    io.mask.add("hunter22");
    report.useSources(new Map([[ORIGIN.file, `${"\n".repeat(11)}  password: hunter22\n`]]));
    report.errors([{ ...FAULT, origin: ORIGIN }]);
    expect(io.stdout.text()).to.include("> 12 |   password: ********").and.to.include(FAULT.hint);
  });

  it("shows the complete lines to write instead, masked", () => {
    const origin = { file: "f", line: 1, col: 12, end: 15 };
    const fault = { ...FAULT, origin, edit: { from: { line: 1, col: 12 }, to: { line: 1, col: 15 }, text: "true" } };
    const { io, report } = opened({}, {}, false);
    io.mask.add("hunter22");
    report.useSources(new Map([["f", "  enabled: yes # hunter22\n"]]));
    report.errors([fault]);
    expect(io.stdout.text()).to.include("  write       enabled: true # ********\n");
    const json = opened({ json: true }, {}, false);
    json.report.useSources(new Map([["f", "  enabled: yes\n"]]));
    json.report.errors([fault]);
    expect(JSON.parse(json.io.stdout.text())).to.include({ write: "  enabled: true" });
  });

  it("shows no lines to write if they are many", () => {
    const text = Array.from({ length: 41 }, () => "x").join("\n");
    const { io, report } = opened({}, {}, false);
    report.useSources(new Map([["f", "a: b\n"]]));
    const edit = { from: { line: 1, col: 1 }, to: { line: 1, col: 5 }, text };
    report.errors([{ ...FAULT, origin: { file: "f", line: 1, col: 1 }, edit }]);
    expect(io.stdout.text()).not.to.include("write");
  });

  it("shows at most 20 errors, and how many more there are", () => {
    for (const [given, shown] of [
      [20, 20],
      [21, 21],
      [500, 21],
    ] as const) {
      const { io, report } = opened({ json: true }, {}, false);
      report.errors(Array.from({ length: given }, (_, index) => ({ ...FAULT, message: `Fault ${index}.` })));
      const lines = io.stdout.text().trim().split("\n");
      expect(lines).to.have.length(shown);
      const more = given === 21 ? "1 more error is not shown." : "480 more errors are not shown.";
      expect(lines.at(-1)).to.include(given === 20 ? "Fault 19." : more);
    }
  });

  it("cuts long lines of the code frame around the caret, after masking them", () => {
    const { io, report } = opened({}, {}, false);
    io.mask.add("hunter22");
    const line = `${"a".repeat(1000)}hunter22${"b".repeat(79)}WRONG${"c".repeat(1000)}`;
    report.useSources(new Map([["f", `${"d".repeat(5000)}\n${line}\n`]]));
    report.errors([{ ...FAULT, origin: { file: "f", line: 2, col: 1088, end: 1093 } }]);
    const rows = io.stdout
      .text()
      .split("\n")
      .map((row) => row.slice(12));
    expect(rows).to.include(`> 2 | …*${"b".repeat(79)}WRONG${"c".repeat(35)}…`);
  });

  it("shows each further place of a fault with its line", () => {
    const { io, report } = opened({}, {}, false);
    report.useSources(new Map([["f", "a: 1\nb: 2\na: 3\n"]]));
    const also = [{ note: "The key is first written here:", origin: { file: "f", line: 1, col: 1, end: 2 } }];
    report.errors([{ ...FAULT, origin: { file: "f", line: 3, col: 1, end: 2 }, also }]);
    const rows = io.stdout
      .text()
      .split("\n")
      .map((row) => row.trimEnd().slice(12));
    expect(rows).to.include.members(["> 3 | a: 3", "The key is first written here: f:1:1", "> 1 | a: 1"]);
  });

  it("cuts the middle out of a long message and hint", () => {
    const { io, report } = opened({}, {}, false);
    report.errors([{ ...FAULT, message: `${"x".repeat(100_000)}.`, hint: `${"y".repeat(100_000)}.` }]);
    expect(io.stdout.text()).to.have.length.below(6000).and.to.include("… (98001 characters) …");
  });
});
