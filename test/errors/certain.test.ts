import { expect } from "chai";
import { languageFault } from "../../src/errors/catalogue/language.ts";
import { loadFault } from "../../src/errors/catalogue/load.ts";
import { moduleFault } from "../../src/errors/catalogue/modules.ts";
import { runFault } from "../../src/errors/catalogue/run.ts";
import { isCertain } from "../../src/errors/define.ts";

describe("errors/define: certain faults", () => {
  it("are those of expressions, of files and of arguments", () => {
    const faults = [
      languageFault("language/template-size", { what: "too much" }),
      loadFault("load/bad-name", { name: "x" }),
      runFault("run/nul-byte", {}),
      moduleFault("modules/argument", { name: "x", problem: "is wrong", write: "Write y." }),
    ];
    expect(faults.filter((fault) => !isCertain(fault))).to.deep.equal([]);
  });

  it("are not those of hosts, which changes may prevent", () => {
    const faults = [runFault("run/interrupted", {}), moduleFault("modules/unreadable", { path: "x" })];
    expect(faults.filter(isCertain)).to.deep.equal([]);
  });
});
