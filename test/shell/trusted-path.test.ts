import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { openLocal } from "../../src/connection/local.ts";
import { good } from "../../src/errors/fault.ts";
import { inEnvironment } from "../../src/module/environment.ts";
import { read } from "../../src/module/script.ts";
import { openReadSession } from "../../src/shell/session.ts";

const isRoot = userInfo().uid === 0;
const PROGRAMS = ["sh", "id", "sudo", "su", "head", "sha256sum", "ls", "stat", "only-here"];

describe("shell: programs of other users in PATH", () => {
  let folder: string;

  beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), "provision-path-")))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A folder with programs that say that they are not the system's, and leave a file behind. */
  function foreign(name: string, mode: number, owner?: number): string {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    for (const program of PROGRAMS) {
      writeFileSync(join(path, program), `#!/bin/sh\n: >${folder}/ran-${program}\necho foreign\n`, { mode: 0o755 });
    }
    chmodSync(path, mode);
    if (owner !== undefined) chownSync(path, owner, owner);
    return path;
  }

  /** What the script prints on a host whose login has that PATH. */
  async function ask(path: string, script: string, user?: string): Promise<string> {
    const local = openLocal();
    const exec = (command: string) => local.exec(`PATH=${path}; export PATH; ${command}`);
    const connect = () => Promise.resolve(good({ ...local, exec }));
    const session = await openReadSession({ host: "here", runId: "abc", who: "a test", connect });
    if (!session.ok) throw new Error("the session could not be opened");
    const as = user === undefined ? undefined : { user, password: undefined };
    const answers = await session.value.read([{ ...read`:`, text: script }], as);
    await session.value.close();
    return answers.ok ? (answers.value[0]?.stdout.trim() ?? "") : answers.faults[0].message;
  }

  const SYSTEM = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  it("come after the system's if everybody can write to their folder", async () => {
    for (const mode of [0o777, 0o1777, 0o757, 0o775]) {
      const open = foreign(`open-${mode.toString(8)}`, mode);
      // Another user's group may write: only a group that is the user's own may.
      if (mode === 0o775) {
        if (!isRoot) continue;
        chownSync(open, 0, 12345);
      }
      expect(await ask(`${open}:${SYSTEM}`, "id -u; echo x | sha256sum | cut -c1-4"), mode.toString(8)).to.match(
        /^\d+\n73cb/,
      );
    }
  });

  it("come after the system's if PATH has no other folder", async () => {
    expect(await ask(foreign("alone", 0o777), "id -u")).to.match(/^\d+$/);
  });

  it("come after the system's if a folder above is open, or if the folder is named relatively", async () => {
    const below = foreign("above/bin", 0o755);
    chmodSync(join(folder, "above"), 0o777);
    expect(await ask(`${below}:${SYSTEM}`, "id -u")).to.match(/^\d+$/);
    const [uid, path] = (await ask(`.${below}::bin/*:${SYSTEM}`, "id -u; echo $login_path")).split("\n");
    expect(uid).to.match(/^\d+$/);
    expect(path).to.equal(`${SYSTEM}:.${below}:.:bin/*:/usr/local/sbin:/usr/sbin:/sbin`);
  });

  it("are found by the commands of tasks, but not by provision itself", async () => {
    const path = `${foreign("open", 0o777)}:${SYSTEM}`;
    expect(await ask(path, "only-here || echo none")).to.equal("none");
    const { text } = inEnvironment(
      { ...read`:`, text: "with_own_environment only-here; with_own_environment id -u" },
      {},
    );
    expect(await ask(path, text)).to.match(/^foreign\n\d+$/);
  });

  it("are not run in place of sudo, even if the system has none", async () => {
    const said = await ask(`${foreign("open", 0o777)}:${SYSTEM}`, "id -u", "root");
    expect(said).to.not.include("foreign");
    expect(PROGRAMS.filter((program) => existsSync(join(folder, `ran-${program}`)))).to.deep.equal([]);
  });

  it("come after the system's if another user owns their folder", async function () {
    if (!isRoot) return this.skip();
    expect(await ask(`${foreign("theirs", 0o755, 12345)}:${SYSTEM}`, "id -u")).to.equal("0");
    return undefined;
  });

  it("stay where they are if only the user and root can write to their folder", async () => {
    const own = join(folder, "own");
    mkdirSync(own);
    writeFileSync(join(own, "id"), "#!/bin/sh\necho mine\n", { mode: 0o755 });
    const path = `/usr/bin:${own}:/bin`;
    expect(await ask(`${own}:${SYSTEM}`, "id")).to.equal("mine");
    expect(await ask(path, "echo $PATH")).to.equal(`${path}:/usr/local/sbin:/usr/sbin:/sbin`);
  });
});
