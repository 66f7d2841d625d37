import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { openLocal } from "../../src/connection/local.ts";
import { good } from "../../src/errors/fault.ts";
import { read } from "../../src/module/script.ts";
import { openReadSession } from "../../src/shell/session.ts";
import { TOOLS } from "../../src/shell/tools/tools.ts";

const PROGRAMS = ["sh", ...TOOLS.filter((tool) => tool !== "id")];

describe("shell: become without sudo", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-become-"));
    mkdirSync(join(folder, "bin"));
    for (const tool of PROGRAMS) symlinkSync(`/usr/bin/${tool}`, join(folder, "bin", tool));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What a script prints as that user, or the fault, for a login with this number on a host that has only these programs. */
  async function become(user: string, uid: number, programs: Readonly<Record<string, string>> = {}): Promise<string> {
    const all = { id: `#!/bin/sh\ncase $1 in -u) echo ${uid} ;; gone) exit 1 ;; esac\n`, ...programs };
    for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, "bin", name), text, { mode: 0o755 });
    const local = openLocal();
    const exec = (command: string) => local.exec(`PATH=${folder}/bin; export PATH; ${command}`);
    const connect = () => Promise.resolve(good({ ...local, exec }));
    const session = await openReadSession({ host: "here", runId: "abc", who: "a test", connect });
    if (!session.ok) throw new Error("the session could not be opened");
    const answers = await session.value.read([read`echo "as $as"`], { user, password: undefined });
    await session.value.close();
    return answers.ok ? (answers.value[0]?.stdout.trim() ?? "") : answers.faults[0].message;
  }

  it("needs nothing for root to become root", async () => {
    expect(await become("root", 0)).to.equal("as");
  });

  it("uses su for root to become another user", async () => {
    const su = '#!/bin/sh\n[ "$1 $2 $4" = "-s /bin/sh -c" ] && as=$3 exec sh -c "$5"\n';
    expect(await become("app", 0, { su })).to.equal("as app");
    expect(await become("gone", 0, { su })).to.equal("here: sudo refuses to become gone: unknown user gone.");
  });

  it("says what is missing", async () => {
    expect(await become("root", 1000)).to.equal("here: sudo refuses to become root: sudo is not installed.");
  });

  it("uses sudo if there is one, with its messages in English", async () => {
    const sudo = '#!/bin/sh\necho "sudo: $LC_ALL: a password is required" >&2\nexit 1\n';
    expect(await become("root", 0, { sudo })).to.equal("here: sudo requires a password to become root.");
  });
});
