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
});
