import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { eventually, leftovers, play, site, start, textOf } from "./harness.ts";
import { childrenOf, startSshd, type Sshd } from "./sshd.ts";

const MIB = 1024 * 1024;
const SEED = 20_260_101;

describe("ssh/upload", () => {
  let sshd: Sshd;

  before(async () => {
    sshd = await startSshd();
  });
  after(() => sshd.stop());

  it("leaves the old or the new file whole whenever a run is killed; the next run removes its leftovers", async function () {
    this.timeout(300_000);
    const target = sshd.scratch();
    const dest = join(target, "big");
    const [one, two] = [bytes(1), bytes(2)];
    const files = { "files/one": one, "files/two": two };
    const copy = (name: string) => play(`- name: Copy\n  copy: { src: ${name}, dest: "${dest}", mode: "0640" }`);
    const folder = site(sshd, "- name: Copy\n  command: echo", files);
    const replace = (name: string) => {
      writeFileSync(join(folder, "site.yaml"), copy(name));
      return start(folder);
    };
    expect((await replace("one").done).exit).to.equal(0);
    let current = "one";
    for (const [index, size] of instants(10).entries()) {
      const other = current === "one" ? "two" : "one";
      const running = replace(other);
      await Promise.race([running.done, eventually(`${size} bytes have arrived`, () => arrived(target) >= size)]);
      // Every other time the server dies too, so that no script can clean up after itself.
      if (index % 2 === 1) for (const pid of descendants(sshd.connections())) killIfRunning(pid);
      running.child.kill("SIGKILL");
      await running.done;
      const found = digest(readFileSync(dest));
      expect(found).to.be.oneOf([digest(one), digest(two)]);
      const next = await replace(other).done;
      expect(next.exit, next.stderr).to.equal(0);
      expect(digest(readFileSync(dest))).to.equal(digest(other === "one" ? one : two));
      expect(readdirSync(target)).to.deep.equal(["big"]);
      expect(leftovers(sshd)).to.deep.equal([]);
      current = other;
    }
  });

  it("does not replace the target if the source changes while it is sent", async () => {
    const target = sshd.scratch();
    const dest = join(target, "big");
    writeFileSync(dest, "old");
    const tasks = `- name: Copy\n  copy: { src: big, dest: "${dest}" }\n- name: Next\n  command: echo next\n`;
    const folder = site(sshd, tasks, { "files/big": bytes(3) });
    const running = start(folder);
    await eventually("the upload has begun", () => arrived(target) > 0);
    writeFileSync(join(folder, "files/big"), "short");
    const run = await running.done;
    expect(run.exit, run.stderr).to.equal(1);
    expect(run.results("Copy")[0]?.error?.code).to.equal("shell/source-changed");
    expect(run.results("Next")).to.deep.equal([]);
    expect(textOf(dest)).to.equal("old");
    expect(readdirSync(target)).to.deep.equal(["big"]);
    expect(leftovers(sshd)).to.deep.equal([]);
  });
});

function descendants(pids: readonly number[]): number[] {
  return pids.flatMap((pid) => [pid, ...descendants(childrenOf(pid))]);
}

function killIfRunning(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended in the meantime.
  }
}

/** The size of the temporary file that is being written. */
function arrived(folder: string): number {
  const temporary = readdirSync(folder).find((name) => name.startsWith(".provision-"));
  return temporary === undefined ? 0 : (readSize(join(folder, temporary)) ?? 0);
}

function readSize(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}

/** Sizes of the temporary file at which the client is killed; seeded, so that a failure can be reproduced. */
function instants(count: number): number[] {
  let state = SEED;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return 1 + (state % (30 * MIB));
  });
}

function bytes(seed: number): Buffer {
  const block = createHash("sha512").update(String(seed)).digest();
  return Buffer.alloc(30 * MIB, block);
}

function digest(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
