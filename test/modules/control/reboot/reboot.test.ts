import { expect } from "chai";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { reboot } from "../../../../src/modules/control/reboot/reboot.ts";
import { NOTHING_PREDICTED, Target, withDefaults } from "../../lib/target.ts";

describe("modules/reboot", () => {
  const args = withDefaults(reboot, {});
  const before = { boot: "a/1", isRoot: true, isReady: true };
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  it("reads which start of the host this is", async () => {
    const { script, parse } = reboot.probe(args);
    const [first, second] = [parse(await target.send(script)), parse(await target.send(script))];
    expect(first.ok && first.value.boot).to.match(/^[0-9a-f-]{36}\/\d+$/);
    expect(second).to.deep.equal(first);
  });

  it("runs the test command only after a restart", async () => {
    const ready = async (test_command: string) => {
      const { script, parse } = reboot.probe({ ...args, test_command });
      const state = parse(await target.send(script));
      return state.ok && state.value.isReady;
    };
    expect(await ready("false")).to.equal(true);
    writeFileSync(target.path(".run", "restarting"), "");
    expect(await ready("false")).to.equal(false);
    expect(await ready("true")).to.equal(true);
  });

  it("restarts the host with the message, by whatever program there is", async () => {
    const { script } = reboot.apply({ ...args, msg: "it's time" }, [] as never, before);
    const PATH = target.path("bin");
    mkdirSync(PATH);
    expect(await target.send(script, { PATH }, ["/bin/sh"])).to.include({ exit: 1 });
    for (const name of ["reboot", "shutdown"]) {
      writeFileSync(target.path("bin", name), `#!/bin/sh\necho ${name} "$@" >${target.path("called")}\n`);
      chmodSync(target.path("bin", name), 0o755);
      expect((await target.send(script, { PATH }, ["/bin/sh"])).exit).to.equal(0);
      expect(readFileSync(target.path("called"), "utf8")).to.match(new RegExp(`^${name}( -r now it's time)?\n`));
    }
  });

  it("requires root", () => {
    expect(reboot.decide(args, before, NOTHING_PREDICTED).changes).to.have.length(1);
    expect(reboot.decide(args, { ...before, isRoot: false }, NOTHING_PREDICTED).fault?.code).to.equal(
      "modules/not-root",
    );
  });

  it("is done when another start answers, the command succeeds and the delay is over", () => {
    const given = { ...args, test_command: "true", post_reboot_delay: 10 };
    const check = (state: object, seconds = 20) => {
      return reboot.settle?.check(given, { ...before, ...state }, { seconds, before });
    };
    expect(check({})).to.deep.equal({ is: "waiting", for: "the host to restart" });
    expect(check({ boot: "a/2", isReady: false })).to.deep.equal({
      is: "waiting",
      for: "the command to succeed: true",
    });
    expect(check({ boot: "a/2" }, 9)).to.deep.equal({ is: "waiting", for: "10 s to pass" });
    expect(check({ boot: "a/2" })).to.deep.equal({ is: "settled" });
  });
});
