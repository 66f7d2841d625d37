import { expect } from "chai";
import { package_ } from "../../src/modules/package.ts";
import { answered, withDefaults } from "./lib/target.ts";

describe("package", () => {
  it("uses apt, and fails on a target without it", () => {
    const full = withDefaults(package_, { name: "curl" });
    const { script, parse } = package_.probe(full);
    expect(script.text).to.include("dpkg-query").and.include("'curl'");
    const parsed = parse(answered("apt no\n"));
    expect(parsed.ok ? "" : parsed.faults[0].code).to.equal("modules/no-package-manager");
  });
});
