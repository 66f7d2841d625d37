import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { eventually, leftovers, site, start, type Run, type Running } from "../harness.ts";
import { canMount } from "../../../tools/test/own-state.ts";
import { skipBecause } from "../../../tools/test/notes.ts";
import { processesWhere } from "../processes.ts";
import { startSshd, type Sshd } from "../sshd.ts";

const SLEEP = `sleep 100009.${process.pid}`;

/** They take long for what is interrupted, and answer the rest as on a server. */
const PROGRAMS = {
  systemctl: `#!/bin/sh
case "$*" in
show*) printf '%s\\n' Id=a.service LoadState=loaded UnitFileState=enabled ActiveState=active FragmentPath=/etc/hostname ;;
is-active*) echo active ;;
restart*) touch "$HOME/steps/begun"; ${SLEEP}; touch "$HOME/steps/whole" ;;
esac
`,
  docker: `#!/bin/sh
case "$*" in
*--hash*) while read -r _; do :; done; echo 'one 1234' ;;
*--services*) echo one ;;
*' config'*) printf '%s\\n' 'name: stand-in' 'services:' '  one:' '    image: one' ;;
*' up '*) touch "$HOME/steps/begun"; trap 'touch "$HOME/steps/asked"; exit 130' TERM; ${SLEEP} & wait; touch "$HOME/steps/whole" ;;
esac
`,
};

interface Step {
  readonly tasks: (folder: string) => string;
  /** Of the task that is interrupted; `Step` by default. */
  readonly name?: string;
  readonly signal: NodeJS.Signals;
  readonly exit: number;
  /** What the step leaves in the folder. */
  readonly made: readonly string[];
  /** Whether it may have changed something, so that its handler stays pending. */
  readonly isPending: boolean;
}

const STEPS: Readonly<Record<string, Step>> = {
  "a service that restarts": {
    tasks: () => "- { name: Step, service: { name: a, state: restarted }, notify: Handle }",
    signal: "SIGINT",
    exit: 130,
    made: ["begun"],
    isPending: true,
  },
  "compose, which is asked to end": {
    tasks: (folder) => `- { name: Step, compose: { project_src: ${folder}/project }, notify: Handle }`,
    signal: "SIGTERM",
    exit: 143,
    made: ["asked", "begun"],
    isPending: true,
  },
  "a wait for a file": {
    tasks: (folder) => `
- { name: First, command: touch ${folder}/begun }
- { name: Step, wait_for: { path: ${folder}/never, timeout: 900 }, notify: Handle }`,
    signal: "SIGHUP",
    exit: 129,
    made: ["begun"],
    isPending: false,
  },
  "a wait for a port": {
    tasks: (folder) => `
- { name: First, command: touch ${folder}/begun }
- { name: Step, wait_for: { port: 1, timeout: 900 } }`,
    signal: "SIGINT",
    exit: 130,
    made: ["begun"],
    isPending: false,
  },
  "requests that are tried again": {
    tasks: (folder) => `
- { name: First, command: touch ${folder}/begun }
- { name: Step, uri: { url: "http://127.0.0.1:1/" }, register: answer, until: "answer.status == 200", retries: 900, delay: 1 }`,
    signal: "SIGTERM",
    exit: 143,
    made: ["begun"],
    isPending: false,
  },
  "a handler": {
    tasks: () => "- { name: First, command: echo, notify: Handle }",
    name: "Handle",
    signal: "SIGINT",
    exit: 130,
    made: ["after-all", "begun"],
    isPending: true,
  },
  "a loop": {
    tasks: (folder) =>
      `- { name: Step, shell: 'touch ${folder}/{{ item }}; test {{ item }} = before || ${SLEEP}', loop: [before, begun, after] }`,
    signal: "SIGINT",
    exit: 130,
    made: ["before", "begun"],
    isPending: false,
  },
};

describe("ssh/interrupt/steps", () => {
  let sshd: Sshd;
  let folder: string;
  /** Sessions see it as /run, where systemd says that it runs. */
  let run: string;
  before(async () => {
    run = mkdtempSync(join(tmpdir(), "provision-run-"));
    for (const name of ["sshd", "systemd/system"]) mkdirSync(join(run, name), { recursive: true });
    sshd = await startSshd({ programs: PROGRAMS, ...(canMount() && { mounts: [[run, "/run"]] }) });
    folder = join(sshd.home, "steps");
  });
  after(async () => {
    await sshd.stop();
    rmSync(run, { recursive: true });
  });
  beforeEach(() => {
    mkdirSync(join(folder, "project"), { recursive: true });
    writeFileSync(join(folder, "project/compose.yaml"), "services: { one: { image: one } }\n");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    rmSync(join(sshd.state, "pending"), { recursive: true, force: true });
  });

  for (const [what, { tasks, name = "Step", signal, exit, made, isPending }] of Object.entries(STEPS)) {
    it(`ends ${what}, and leaves nothing running`, async function () {
      if (what.startsWith("a service") && !canMount()) skipBecause(this, "only root can pretend that systemd runs");
      const handlers = `handlers: [{ name: Handle, shell: "touch ${folder}/begun; ${SLEEP}" }]`;
      const text = `${tasks(folder)}\n- { name: After, command: touch ${folder}/after-all }\n`;
      const process = start(site(sshd, text, {}, handlers));
      let output = "";
      process.child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
      const hasStarted = () =>
        output.split("\n").some((line) => /"task_start"/.test(line) && line.includes(`"task":"${name}"`));
      const run = await interrupted(process, () => hasStarted() && existsSync(join(folder, "begun")), signal);
      expect(run.exit, run.stderr).to.equal(exit);
      expect(run.results(name).at(-1)?.status, run.stderr).to.equal("interrupted");
      expect(run.recap["one"]).to.include({ interrupted: 1, failed: 0, unreachable: 0 });
      const found = readdirSync(folder).filter((entry) => entry !== "project");
      expect(found.sort()).to.deep.equal(made);
      expect(processesWhere((command) => command === SLEEP)).to.deep.equal([]);
      expect(leftovers(sshd)).to.deep.equal(isPending ? ["pending"] : []);
    });
  }

  it("names what a second signal leaves behind on each host", async () => {
    const process = start(
      site(sshd, `- { name: Step, shell: "trap '' TERM; touch ${folder}/begun; ${SLEEP} & wait; ${SLEEP}" }`),
    );
    let output = "";
    process.child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await eventually("the step runs", () => process.child.exitCode !== null || existsSync(join(folder, "begun")));
    process.child.kill("SIGTERM");
    await eventually("the first signal is noticed", () => output.includes("Interrupted: finishing"));
    process.child.kill("SIGTERM");
    const run = await process.done;
    expect(run.exit, run.stderr).to.equal(143);
    expect(run.stderr).to.include('what the task "Step" was running may still run on one').and.include(SLEEP);
    const next = await start(site(sshd, "- { name: Next, command: echo }")).done;
    expect(next.exit, next.stderr).to.equal(0);
    await eventually("the next run has ended it", () => processesWhere((command) => command === SLEEP).length === 0);
  });
});

/** Interrupts a run once it has begun the step; a run that ends before shows why. */
async function interrupted(process: Running, begun: () => boolean, signal: NodeJS.Signals): Promise<Run> {
  await eventually("the step runs", () => process.child.exitCode !== null || begun());
  process.child.kill(signal);
  return process.done;
}
