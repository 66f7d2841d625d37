import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { good } from "../../src/errors/fault.ts";
import type { Holder } from "../../src/secrets/environment.ts";
import { withLock } from "../../src/secrets/lock.ts";
import { codes, withHome, type TestHome } from "./test-home.ts";

const LOCK_MODULE = pathToFileURL("dist/src/secrets/lock.js").href;

describe("secrets/lock", () => {
  const lockOf = ({ secrets }: TestHome) => path.join(path.dirname(secrets.path), ".secrets.yaml.lock");

  /** Tries to take the lock; waiting takes no time. */
  async function take(home: TestHome, holder: Holder = home.environment.holder) {
    return withLock(home.secrets, { ...home.environment, holder, sleep: () => Promise.resolve() }, () =>
      Promise.resolve(good("taken")),
    );
  }

  /** The text of a lock that a process of this machine has taken; it is killed afterwards, or goes on until `release` is called. */
  async function heldByAnother(home: TestHome): Promise<{ text: string; kill: () => Promise<void>; pid: number }> {
    const holder = { host: home.environment.holder.host };
    const program = `import { withLock } from ${JSON.stringify(LOCK_MODULE)};
      const environment = { holder: { ...${JSON.stringify(holder)}, pid: process.pid }, sleep: async () => {} };
      await withLock(${JSON.stringify(home.secrets)}, environment, () => new Promise(() => { console.log("held"); setInterval(() => {}, 9e8); }));`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    const kill = async () => {
      child.kill("SIGKILL");
      await once(child, "close");
    };
    return { text: await readFile(lockOf(home), "utf8"), kill, pid: child.pid ?? 0 };
  }

  it("is taken over from a process that was killed, never from one that lives", async () => {
    await withHome(async (home) => {
      const other = await heldByAnother(home);
      try {
        const waiting = await take(home);
        expect(codes(waiting)).to.deep.equal(["secrets/locked"]);
        expect(JSON.stringify(waiting)).to.include(`process ${other.pid} on testhost`);
      } finally {
        await other.kill();
      }
      expect(await home.files()).to.include(".secrets.yaml.lock");
      expect((await take(home)).ok).to.equal(true);
      expect(await home.files()).to.deep.equal([]);
    });
  });

  it("is taken over if the holder's number belongs to another process now", async () => {
    await withHome(async (home) => {
      const other = await heldByAnother(home);
      await other.kill();
      const reused = other.text.replace(`process ${other.pid} `, `process ${process.pid} `);
      await writeFile(lockOf(home), reused);
      expect((await take(home)).ok).to.equal(true);
    });
  });

  it("is not taken over from another machine, or a container of the same name, and says what to do", async () => {
    await withHome(async (home) => {
      const other = await heldByAnother(home);
      await other.kill();
      const elsewhere = other.text.replace("testhost", "elsewhere");
      const container = other.text.replace(/^[0-9a-f]{16} /m, "0123456789abcdef ");
      for (const text of [elsewhere, container]) {
        await writeFile(lockOf(home), text);
        const outcome = await take(home);
        expect(codes(outcome), text).to.deep.equal(["secrets/locked"]);
        expect(await readFile(lockOf(home), "utf8")).to.equal(text);
      }
      await writeFile(lockOf(home), elsewhere);
      expect(JSON.stringify(await take(home)))
        .to.include(`run \`rm ${lockOf(home)}\``)
        .and.include("on elsewhere");
    });
  });

  it("is taken over if an earlier version left it, or if its holder died before it could write its name", async () => {
    await withHome(async (home) => {
      const other = await heldByAnother(home);
      await other.kill();
      for (const text of [`process ${other.pid} on testhost\n`, ""]) {
        await writeFile(lockOf(home), text);
        expect((await take(home)).ok, JSON.stringify(text)).to.equal(true);
      }
      await writeFile(lockOf(home), "process 7 on");
      expect(codes(await take(home))).to.deep.equal(["secrets/locked"]);
    });
  });

  it("removes what a killed process left next to the file", async () => {
    await withHome(async (home) => {
      const folder = path.dirname(home.secrets.path);
      for (const name of [".secrets.yaml.0123456789abcdef0123456789abcdef", ".secrets.yaml.mine"]) {
        await writeFile(path.join(folder, name), "x");
      }
      await take(home);
      expect(await home.files()).to.deep.equal([".secrets.yaml.mine"]);
    });
  });
});
