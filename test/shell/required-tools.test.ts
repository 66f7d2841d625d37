import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { TOOLS } from "../../src/shell/tools/tools.ts";

/** Programs that a POSIX system may have: those of coreutils and their like. */
const KNOWN =
  `arch awk b2sum base32 base64 basename basenc cat chgrp chmod chown chroot cksum cmp comm cp csplit cut date dd df diff
dircolors dirname du env expand expr factor file find flock fmt fold getconf getent getfacl grep groups gzip head hostid hostname id
install join killall link ln logger logname ls lsof md5sum mkdir mkfifo mknod mktemp mount mountpoint mv nice nl nohup nproc numfmt od
paste patch pathchk perl pgrep pidof pinky pkill pr printenv ps ptx python3 readlink realpath rm rmdir runcon sed seq setsid sha1sum
sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split stat stdbuf stty sum sync tac tail tar tee timeout touch tr truncate
tsort tty uname unexpand uniq unlink unshare uptime users vdir wc who whoami xargs xxd yes`.split(/\s+/);

/** Programs that scripts use only if they exist, or in modules that need them anyway. */
const OTHERS = ["env", "find", "getconf", "getent", "mount", "perl", "tar", "timeout", "touch"];

describe("shell: the programs that every host must have", () => {
  const code = readdirSync("src", { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".sh") || (name.endsWith(".ts") && !name.endsWith(".sh.ts")))
    .flatMap((name) => scriptsOf(name, readFileSync(join("src", name), "utf8")))
    .join("\n");
  const used = KNOWN.filter((name) => isCalled(name, code));

  it("are those that scripts call", () => {
    expect([...TOOLS].sort()).to.deep.equal(used.filter((name) => !OTHERS.includes(name)));
  });

  it("are listed in docs/hosts.md", () => {
    const list = /^ {4}(base64 .*)$/m.exec(readFileSync("docs/hosts.md", "utf8"))?.[1];
    expect(list?.split(" ")).to.deep.equal(TOOLS);
  });

  it("do not include what only some hosts have", () => {
    expect(OTHERS.filter((name) => !used.includes(name))).to.deep.equal([]);
  });
});

/** The scripts in a file, without comments and without lists of names. A template may contain others. */
function scriptsOf(name: string, text: string): readonly string[] {
  if (name.endsWith(".sh")) return [text.replaceAll(/(^|\s)#.*$/gm, "").replaceAll(/^ *for \w+ in .*$/gm, "")];
  return [...text.matchAll(/(?=\b(?:read|write)`((?:[^`\\]|\\.)*)`)/g)].map(([, script = ""]) => script);
}

/** Whether a word is called as a command. */
function isCalled(name: string, code: string): boolean {
  const before = String.raw`(?:^|[;&|({\`]|\$\(|\b(?:do|then|else|if|elif|until|while|exec|command|with_environment)\s|!\s|in_time\s)`;
  return new RegExp(String.raw`${before}\s*${name}(?=[\s;)|]|$)(?!\(\))`, "m").test(code);
}
