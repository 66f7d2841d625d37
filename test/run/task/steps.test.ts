import { expect } from "chai";
import { connectionFault } from "../../../src/errors/catalogue/connection.ts";
import { shellFault } from "../../../src/errors/catalogue/shell.ts";
import { bad, type Fault } from "../../../src/errors/fault.ts";
import { shellModule } from "../../../src/module/contract.ts";
import { read, write } from "../../../src/module/script.ts";
import { Overlay } from "../../../src/run/overlay.ts";
import { stepsOf, type StepsContext } from "../../../src/run/task/steps.ts";

const brought = shellModule({
  name: "brought",
  summary: "Manages what a package brings.",
  args: { required: [], properties: {} },
  examples: [{ title: "It", args: {} }],
  probe: () => ({ script: read`:`, parse: () => bad(shellFault("shell/sudo-password", { host: "h", user: "app" })) }),
  withoutUser: (_args, predicted, user) => (predicted.any("package") ? `nothing yet of ${user}` : undefined),
  decide: () => ({ changes: [], result: {} }),
  apply: () => ({ script: write`:` }),
});

/** Probes where the shell of the task's user cannot be opened. */
async function probe(fault: Fault, overlay: Overlay) {
  const prefetch = { take: () => undefined, choose: () => Promise.resolve([]), keep: () => undefined };
  const context = {
    invocation: { args: {}, environment: {}, notifies: [], runAs: { user: "app" } },
    target: { prefetch, overlay, name: "h" },
    session: { readEach: () => [Promise.resolve(bad(fault))] },
    upcoming: [],
  } as unknown as StepsContext;
  const probed = await stepsOf(brought, context).probe();
  return probed.ok ? probed.value : probed.faults[0].code;
}

describe("run/task/steps, if the task's user does not exist", () => {
  const refused = (missing: boolean) =>
    shellFault("shell/sudo-refused", { host: "h", user: "app", output: "no" }, { missing });
  const predicted = new Overlay();
  predicted.add([{ resource: { kind: "package", name: "server" }, after: "1" }]);

  it("lets the module say what an earlier task would bring with that user", async () => {
    expect(await probe(refused(true), predicted)).to.equal("nothing yet of app");
  });

  it("fails if nothing would, or for another reason", async () => {
    expect(await probe(refused(true), new Overlay())).to.equal("shell/sudo-refused");
    expect(await probe(refused(false), predicted)).to.equal("shell/sudo-refused");
    const lost = connectionFault("connection/lost", { host: "h", during: "work" }, { missing: true });
    expect(await probe(lost, predicted)).to.equal("connection/lost");
  });
});
