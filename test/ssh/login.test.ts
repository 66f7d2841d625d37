import { statSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { skipBecause } from "../../tools/test/notes.ts";
import { leftovers, provision, site, textOf } from "./harness.ts";
import { startSshd, type Sshd, type SshdOptions } from "./sshd.ts";

/** Logins that occur in practice. None of them may change a result. */
const LOGINS: Readonly<Record<string, SshdOptions>> = {
  "a login shell that prints on both streams": {
    wrapper:
      "#!/bin/sh\necho Welcome; echo 'You have mail' >&2; printf 'ready-'; exec sh -c \"$SSH_ORIGINAL_COMMAND\"\n",
  },
  "bash as login shell": { wrapper: '#!/bin/sh\nexec bash -c "$SSH_ORIGINAL_COMMAND"\n' },
  "a login shell with an unusual umask": { wrapper: '#!/bin/sh\numask 0777\nexec sh -c "$SSH_ORIGINAL_COMMAND"\n' },
  "a login shell with an unusual IFS and options": {
    wrapper: '#!/bin/sh\nIFS=:/; export IFS; set -u\nexec sh -c "$SSH_ORIGINAL_COMMAND"\n',
  },
  "a locale that does not exist": { env: { LC_ALL: "tr_TR.ISO-8859-9", LANG: "xx_YY", LANGUAGE: "de" } },
  "a home that does not exist": { env: { HOME: "/nonexistent/home" } },
  "MaxSessions 1": { config: ["MaxSessions 1"] },
  "no SFTP and no forwarding": { config: ["AllowTcpForwarding no", "Subsystem sftp /bin/false"] },
};

describe("ssh/login", () => {
  for (const [name, options] of Object.entries(LOGINS)) {
    describe(name, () => {
      let sshd: Sshd;
      before(async () => {
        sshd = await startSshd(options);
      });
      after(() => sshd.stop());

      it("produces the usual results", async () => {
        const target = sshd.scratch();
        const file = join(target, "größe: 'a file'");
        const tasks = `
- name: Words
  command:
    argv: [printf, "%s|", "a b", "*", "ı", "x:y/z"]
- name: Folder
  file: { path: "${target}/folder", state: directory }
- name: File
  copy: { dest: ${JSON.stringify(file)}, content: "text\\n" }
- name: Look
  stat: { path: ${JSON.stringify(file)} }
`;
        const folder = site(sshd, tasks);
        const run = await provision(folder);
        expect(run.exit, run.stderr).to.equal(0);
        expect(run.results("Words")[0]?.result["stdout"]).to.equal("a b|*|ı|x:y/z|");
        expect(run.results("Look")[0]?.result).to.include({ exists: true, mode: "0644", size: 5 });
        expect(statSync(join(target, "folder")).mode & 0o777).to.equal(0o755);
        expect(textOf(file)).to.equal("text\n");
        const again = await provision(folder);
        expect(again.recap["one"]).to.include({ changed: 1, ok: 3 });
        expect(leftovers(sshd)).to.deep.equal([]);
      });
    });
  }

  it("shows what a login without a shell prints", async () => {
    const sshd = await startSshd({ wrapper: "#!/bin/sh\necho 'This account is not available.'\nexit 1\n" });
    try {
      const run = await provision(site(sshd, "- name: Echo\n  command: echo"));
      expect(run.exit, run.stderr).to.equal(3);
      expect(run.results("Echo")[0]?.error).to.include({ code: "shell/none" });
      expect(run.results("Echo")[0]?.error?.message).to.include("This account is not available.");
    } finally {
      await sshd.stop();
    }
  });

  it("reports that the state folder cannot be created", async function () {
    const sshd = await startSshd();
    try {
      writeFileSync(join(sshd.home, ".local"), "a file");
      if (userInfo().uid === 0)
        skipBecause(this, "root keeps its state in /var/lib/provision, which it can always create");
      const run = await provision(site(sshd, "- name: Echo\n  command: echo"));
      expect(run.exit, run.stderr).to.equal(1);
      expect(run.results("Echo")[0]?.error?.code).to.equal("shell/state-folder");
    } finally {
      await sshd.stop();
    }
  });
});
