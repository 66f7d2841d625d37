import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { good } from "../../src/errors/fault.ts";
import { write } from "../../src/module/script.ts";
import { openLockAccess, type LockAccess } from "../../src/shell/host-lock/unlock.ts";
import { openSession } from "../../src/shell/session.ts";
import { eventually } from "../ssh/harness.ts";
import { valueOf } from "../errors/value-of.ts";
import { openWithState } from "./private-state.ts";

describe("shell/host-lock/unlock", function () {
  this.timeout(30_000);
  let folder: string;
  let access: LockAccess;
  const connect = () => Promise.resolve(good(openWithState(folder)));

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "provision-unlock-"));
    access = valueOf(await openLockAccess({ host: "here", connect }, undefined));
  });

  afterEach(async () => {
    await access.close();
    rmSync(folder, { recursive: true });
  });

  it("says that the lock is free, and leaves it free", async () => {
    expect(valueOf(await access.holder())).to.equal(undefined);
    expect(valueOf(await access.holder())).to.equal(undefined);
    expect(existsSync(join(folder, "state"))).to.equal(false);
  });

  it("names the run that holds the lock, and ends it with what it is doing", async () => {
    const session = valueOf(await openSession({ host: "here", runId: "abc", who: "a test", connect }));
    const begun = join(folder, "begun");
    const running = session.write(write`touch ${begun}; sleep 3600`, undefined);
    await eventually("the task runs", () => existsSync(begun));
    const owner = valueOf(await access.holder());
    expect(owner?.run).to.match(/^run abc of a test, process \d+ there$/);
    expect(owner?.user).to.be.a("string");
    expect(valueOf(await access.end(owner?.process ?? 0))).to.equal("free");
    const outcome = await running;
    expect(outcome.ok ? "" : outcome.faults[0].code).to.equal("shell/lock-lost");
    expect(valueOf(await access.holder())).to.equal(undefined);
    await session.close();
  });

  it("says that a process cannot be ended", async () => {
    expect(valueOf(await access.end(0x7fffffff))).to.equal("refused");
  });
});
