import { expect } from "chai";
import { Unknown } from "../../src/model/unknown.ts";
import { Overlay } from "../../src/run/overlay.ts";
import { good } from "../../src/errors/fault.ts";
import { shellModule, type Module, type ModuleRegistry } from "../../src/module/contract.ts";
import { read, write } from "../../src/module/script.ts";
import { registry } from "../../src/modules/registry.ts";
import { play } from "./played.ts";

const NGINX = { kind: "unit", name: "nginx.service" } as const;

/** An overlay after a command that may have changed a unit, a package and a folder. */
function doubted(): Overlay {
  const overlay = new Overlay();
  const resources = [NGINX, { kind: "package", name: "curl" }, { kind: "path", name: "/opt/app" }] as const;
  overlay.doubt(resources, new Unknown("a command"));
  return overlay;
}

describe("run/overlay: what a command may have changed", () => {
  it("casts doubt on a decision that looks it up, once", () => {
    const overlay = doubted();
    expect(overlay.get(NGINX)).to.equal(undefined);
    expect(overlay.takeDoubt()).to.equal("an earlier task may have changed unit nginx.service");
    expect(overlay.takeDoubt()).to.equal(undefined);
  });

  it("casts none on decisions about anything else", () => {
    const overlay = doubted();
    overlay.get({ kind: "unit", name: "ssh.service" });
    overlay.get({ kind: "package", name: "nginx.service" });
    expect(overlay.get({ kind: "path", name: "/opt/apple" })).to.equal(undefined);
    expect(overlay.takeDoubt()).to.equal(undefined);
  });

  it("makes paths unknown, with everything below them", () => {
    const overlay = doubted();
    expect(overlay.get({ kind: "path", name: "/opt/app" })).to.be.instanceOf(Unknown);
    expect(overlay.get({ kind: "path", name: "/opt/app/conf/x" })).to.be.instanceOf(Unknown);
  });

  it("is pending, so that what is missing may still come", () => {
    const overlay = doubted();
    expect(overlay.isEmpty).to.equal(false);
    expect(overlay.any("package")).to.equal(true);
    expect(overlay.any("package", (name) => name === "wget")).to.equal(false);
  });
});

/** Depends on a unit, and does not know that a value may be unknown. */
const uses_unit = shellModule({
  name: "uses_unit",
  summary: "Depends on a unit.",
  args: { required: ["unit"], properties: { unit: { type: "string", description: "Its name." } } },
  examples: [{ title: "It", args: { unit: "a.service" } }],
  probe: () => ({ script: read`:`, parse: () => good(undefined) }),
  decide: ({ unit }, _, predicted) => {
    predicted.get({ kind: "unit", name: unit });
    return { changes: [], result: {} };
  },
  apply: () => ({ script: write`:` }),
});

const modules: ModuleRegistry = {
  names: [...registry.names, "uses_unit"],
  load: (name) => (name === "uses_unit" ? Promise.resolve(uses_unit as Module) : registry.load(name)),
};

describe("run/overlay: tasks after a command with `changes`", () => {
  const tasks = [
    { name: "command", command: { cmd: "true", changes: { units: ["nginx"] } } },
    { name: "other", uses_unit: { unit: "ssh.service" } },
    { name: "same", uses_unit: { unit: "nginx.service" } },
  ];

  it("are unknown in check mode if they look up what it may have changed", async () => {
    const { results } = await play(tasks, { check: true, modules });
    expect(results).to.deep.equal(["command: unknown", "other: ok", "same: unknown"]);
  });

  it("run as always", async () => {
    const { results } = await play(tasks, { modules });
    expect(results).to.deep.equal(["command: changed", "other: ok", "same: ok"]);
  });
});
