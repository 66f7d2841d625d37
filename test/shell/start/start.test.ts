import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { openLocal } from "../../../src/connection/local.ts";
import type { Ending, Transport } from "../../../src/connection/transport.ts";
import type { Fault } from "../../../src/errors/fault.ts";
import { Secret } from "../../../src/model/secret.ts";
import { write } from "../../../src/module/script.ts";
import { TOOLS } from "../../../src/shell/tools/tools.ts";
import { Shell } from "../../../src/shell/shell.ts";
import { eventually } from "../../ssh/harness.ts";
import { startShell, type Lateness } from "../../../src/shell/start/start.ts";

describe("shell/start", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-start-"));
    mkdirSync(join(folder, "bin"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** This machine after a login that runs these commands first. */
  function login(commands: string): Transport {
    const local = openLocal();
    const environment = `PATH=${folder}/bin:$PATH; export PATH; command=$1; cd ${folder};`;
    return { ...local, exec: (command) => local.exec(`set -- '${quoted(command)}'; ${environment} ${commands}`) };
  }

  const quoted = (command: string) => command.replaceAll("'", "'\\''");
  const WAITS = "touch waits";
  const RUN = 'eval "$command"';
  const program = (name: string, text: string) =>
    writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });

  interface Attempt {
    readonly user?: string;
    readonly password?: string;
    /** Gives up as soon as the login has made the file `waits`. */
    readonly givesUp?: boolean;
  }

  /** Why no shell starts, or undefined after a first request, which creates the file `done`. */
  async function faultOf(transport: Transport, { user, password, givesUp }: Attempt = {}): Promise<Fault | undefined> {
    const secret = password === undefined ? undefined : new Secret(password);
    const become = user === undefined ? undefined : { user, password: secret };
    const started = await startShell(
      { host: "one", transport, become, within: 10 },
      givesUp ? onceItWaits() : undefined,
    );
    if (!started.ok) return started.faults[0];
    const shell = new Shell("one", started.value);
    const answers = await shell.send([write`touch ${join(folder, "done")}`]);
    shell.close();
    return answers.ok ? undefined : answers.faults[0];
  }

  /** What was printed before the file was made has been read when this is reached. */
  function onceItWaits(): Lateness {
    const waits = eventually("the login waits", () => existsSync(join(folder, "waits")));
    return { reached: waits.then(() => sleep(20)).then(() => "late" as const), cancel: () => undefined };
  }

  const STARTING: Readonly<Record<string, string>> = {
    "prints on both streams": `echo Welcome; echo 'You have mail' >&2; ${RUN}`,
    "prints the command line": `printf '%s\\n' "$command"; printf '%s\\n' "$command" >&2; ${RUN}`,
    "traces its commands": `set -x; ${RUN}`,
    "prints the lines that it reads": `set -v; ${RUN}`,
    "leaves its line unfinished": `printf Welcome; printf Welcome >&2; ${RUN}`,
    "prints 2 MB": `head -c 2000000 /dev/zero; ${RUN}`,
  };
  for (const [what, commands] of Object.entries(STARTING)) {
    it(`starts a shell after a login that ${what}`, async () => {
      expect(await faultOf(login(commands))).to.equal(undefined);
      expect(existsSync(join(folder, "done"))).to.equal(true);
    });
  }

  const NOT_STARTING: Readonly<Record<string, readonly [string, string]>> = {
    "waits for input": ["WAITS; read x", ""],
    "copies its input to its output": ["echo Welcome; WAITS; cat", "Welcome"],
    "prints the command line and waits": ["printf '%s\\n' \"$command\"; WAITS; cat", "it printed: "],
    "prints the command line on standard error and waits": [
      "printf '%s\\n' \"$command\" >&2; WAITS; cat",
      "it printed: ",
    ],
    "executes another shell": ["echo zsh >&2; WAITS; exec sh -s", "zsh"],
    "executes another shell that traces": ["WAITS; exec sh -xs", ""],
    "loops without end": ["WAITS; while :; do :; done", ""],
    "prints without end": ["echo never; WAITS; exec yes never", "never"],
    "closes its output and waits": ["exec >&- 2>&-; WAITS; read x", ""],
    "closes its output after a word": ["echo bye >&2; exec >&- 2>&-; WAITS; read x", "bye"],
  };
  for (const [what, [commands, printed]] of Object.entries(NOT_STARTING)) {
    it(`sends nothing to a login that ${what}, and names what it printed`, async () => {
      const fault = await faultOf(login(commands.replace("WAITS", WAITS)), { givesUp: true });
      expect(fault?.code).to.equal("shell/not-started");
      expect(fault?.message).to.include("has not started a POSIX shell within 10 s").and.include(printed);
      expect(fault?.message.length).to.be.below(1200);
      expect(existsSync(join(folder, "done"))).to.equal(false);
    });
  }

  it("ends what it waited for", async () => {
    const transport = login(`${WAITS}; exec sleep 1000`);
    const ends: Promise<Ending>[] = [];
    const exec = async (command: string) => {
      const channel = await transport.exec(command);
      ends.push(channel.ended);
      return channel;
    };
    expect((await faultOf({ ...transport, exec }, { givesUp: true }))?.code).to.equal("shell/not-started");
    expect(await Promise.all(ends)).to.deep.equal([{ signal: "SIGKILL" }]);
  });

  it("gives up on a server that does not open a session", async () => {
    writeFileSync(join(folder, "waits"), "");
    const fault = await faultOf({ ...login(""), exec: () => new Promise(() => undefined) }, { givesUp: true });
    expect(fault?.code).to.equal("shell/not-started");
  });

  it("names the programs that are missing", async () => {
    const all = ["sh", ...TOOLS.filter((tool) => !["grep", "id", "mv"].includes(tool))];
    for (const tool of all) symlinkSync(`/usr/bin/${tool}`, join(folder, "bin", tool));
    const fault = await faultOf(login(`PATH=${folder}/bin; ${RUN}`));
    expect(fault?.code).to.equal("shell/missing-tools");
    expect(fault?.message).to.equal("one: these programs are missing: grep, id, mv.");
  });

  it("says that programs cannot be executed, as under NOEXEC", async () => {
    program("head", `echo "sh: head: Permission denied" >&2; exit 126`);
    const fault = await faultOf(login(RUN));
    expect(fault?.code).to.equal("shell/cannot-execute");
    expect(fault?.message).to.include("head: Permission denied");
  });

  const SUDO_FAULTS: Readonly<Record<string, readonly [string, Attempt, string, string]>> = {
    "waits for a fingerprint": [
      'echo "Place your finger on the reader" >&2; touch waits; exec sleep 1000',
      { givesUp: true },
      "shell/sudo-not-started",
      "Place your finger on the reader",
    ],
    "is replaced by a program that waits": [
      "touch waits; exec sleep 1000",
      { givesUp: true },
      "shell/sudo-not-started",
      "within 10 s",
    ],
    "asks with a prompt of its own": [
      'printf "Verification code: " >&2; touch waits; read x',
      { password: "hush", givesUp: true },
      "shell/sudo-not-started",
      "Verification code:",
    ],
    "requires a terminal": [
      'echo "sudo: sorry, you must have a tty to run sudo" >&2; exit 1',
      {},
      "shell/sudo-terminal",
      "you must have a tty",
    ],
    "requires a password": ['echo "sudo: a password is required" >&2; exit 1', {}, "shell/sudo-password", "a password"],
    "is sudo-rs and requires a password": [
      'echo "sudo-rs: interactive authentication is required" >&2; exit 1',
      {},
      "shell/sudo-password",
      "a password",
    ],
    "says that the user is unknown, and more": [
      'echo "sudo: unknown user: gone-user" >&2; echo "sudo: error initializing audit plugin sudoers_audit" >&2; exit 1',
      { user: "gone-user" },
      "shell/sudo-refused",
      "sudo refuses to become gone-user: unknown user gone-user.",
    ],
    "says in another language that the user is unknown": [
      'echo "sudo: usuario desconocido" >&2; exit 1',
      { user: "gone-user" },
      "shell/sudo-refused",
      "sudo refuses to become gone-user: unknown user gone-user.",
    ],
    "prints before it refuses": [
      'echo "Sorry, not allowed." >&2; echo "Ask the helpdesk." >&2; exit 1',
      {},
      "shell/sudo-refused",
      "Sorry, not allowed.; Ask the helpdesk.",
    ],
    "says nothing": ["exit 3", {}, "shell/sudo-refused", "sudo refuses to become root: it ended with status 3."],
    "rejects a password without asking again": [
      'while [ "$1" != -p ]; do shift; done; printf "%s" "$2" >&2; read x; echo "sudo: 1 incorrect password attempt" >&2; exit 1',
      { password: "hush" },
      "shell/sudo-wrong-password",
      "does not accept the password",
    ],
  };
  for (const [what, [text, attempt, code, message]] of Object.entries(SUDO_FAULTS)) {
    it(`names the cause if sudo ${what}`, async () => {
      program("sudo", text);
      const fault = await faultOf(login(RUN), { user: "root", ...attempt });
      expect(fault?.code, fault?.message).to.equal(code);
      expect(fault?.message).to.include(message);
    });
  }

  it("names the cause if sudo's words arrive after the end of standard output", async () => {
    program("sudo", 'echo "Sorry, not allowed." >&2; exit 1');
    const transport = login(RUN);
    const exec = async (command: string) => {
      const channel = await transport.exec(command);
      const stderr = new PassThrough();
      channel.stdout.once("end", () => setImmediate(() => channel.stderr.pipe(stderr)));
      return { ...channel, stderr, ended: finished(stderr).then(() => channel.ended) };
    };
    expect((await faultOf({ ...transport, exec }, { user: "root" }))?.code).to.equal("shell/sudo-refused");
  });

  it("answers sudo's prompt after a lecture, and no echo of the command line", async () => {
    const text = `
echo "We trust you have received the usual lecture." >&2
printf '%s' "$*" >&2
while [ "$1" != sh ]; do [ "$1" != -p ] || prompt=$2; shift; done
printf '%s' "$prompt" >&2
read -r word; printf '%s\\n' "$word" >>${folder}/words
exec "$@"`;
    program("sudo", text.replace("printf '%s' \"$*\" >&2", ""));
    expect(await faultOf(login(`set -x; set -v; ${RUN}`), { user: "root", password: "hush" })).to.equal(undefined);
    expect(existsSync(join(folder, "done"))).to.equal(true);
  });

  it("sends no password to a login that prints the command line", async () => {
    const transport = login(`printf '%s\\n' "$command" >&2; ${WAITS}; cat >${folder}/words`);
    const fault = await faultOf(transport, { user: "root", password: "hush", givesUp: true });
    expect(fault?.code).to.equal("shell/not-started");
    expect(readFileSync(join(folder, "words"), "utf8")).to.equal("");
  });
});
