import { expect } from "chai";
import { connectionFault } from "../../../src/errors/catalogue/connection.ts";
import { shellFault } from "../../../src/errors/catalogue/shell.ts";
import { bad, good, type Fault } from "../../../src/errors/fault.ts";
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

describe("run/task/steps, if the changes end the connection", () => {
  const restarts = shellModule({
    name: "restarts",
    summary: "Restarts the host.",
    args: { required: [], properties: {} },
    examples: [{ title: "It", args: {} }],
    probe: () => ({ script: read`:`, parse: ({ stdout }) => good(stdout) }),
    decide: () => ({ changes: [], result: {} }),
    apply: () => ({ script: write`:` }),
    reconnects: true,
  });
  const lost = connectionFault("connection/lost", { host: "h", during: "work" });
  const answer = { stdout: "back", stderr: "", exit: 0 };

  /** The steps on a host to which new connections are opened as `access` says. */
  function stepsWith(module: typeof restarts, access: () => unknown, fault: Fault = lost) {
    const session = {
      read: () => Promise.resolve(bad(fault)),
      writeThenRead: () => [Promise.resolve(bad(fault))],
    };
    const target = {
      name: "h",
      overlay: new Overlay(),
      prefetch: {
        invalidate: () => undefined,
        invalidateForChange: () => undefined,
        choose: () => Promise.resolve([]),
        keep: () => undefined,
      },
      alone: (work: () => unknown) => work(),
      disconnect: () => Promise.resolve(),
      access: () => Promise.resolve(access()),
    };
    const invocation = { args: {}, environment: {}, notifies: [], runAs: undefined };
    const steps = stepsOf(module, { invocation, target, session, upcoming: [] } as unknown as StepsContext);
    const apply = () => steps.apply(session as never, [{}] as never, undefined);
    return { probeAgain: () => steps.probeAgain(), apply };
  }

  it("takes the end of the connection for a success, but no other fault", async () => {
    expect(await stepsWith(restarts, () => bad(lost)).apply()).to.deep.equal(good({}));
    const refused = shellFault("shell/sudo-password", { host: "h", user: "root" });
    expect((await stepsWith(restarts, () => bad(lost), refused).apply()).ok).to.equal(false);
    expect((await stepsWith({ ...restarts, reconnects: undefined } as never, () => bad(lost)).apply()).ok).to.equal(
      false,
    );
  });

  it("probes through new connections until one works", async () => {
    const back = good({ mode: "run", session: { read: () => Promise.resolve(good([answer])) } });
    const accesses: unknown[] = [bad(lost), back];
    const { probeAgain } = stepsWith(restarts, () => accesses.shift());
    for (const title of ["still away", "connected"]) {
      const probed = await probeAgain();
      expect(!probed.ok && probed.faults[0].missing, title).to.equal(true);
    }
    expect(await probeAgain()).to.deep.equal(good("back"));
    expect(accesses).to.deep.equal([]);
  });

  it("opens no other connection for a fault that no connection cures", async () => {
    const refused = shellFault("shell/sudo-password", { host: "h", user: "root" });
    const { probeAgain } = stepsWith(restarts, () => expect.fail("a connection was opened"), refused);
    expect(await probeAgain()).to.deep.equal(bad(refused));
  });
});
