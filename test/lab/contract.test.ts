import { expect } from "chai";
import { canRunLab, labUp, type Lab } from "../../lab/api.ts";
import {
  LAB,
  loadCases,
  projectFilesOf,
  recordRuns,
  setupScript,
  tasksOf,
  testContract,
  type Case,
  type Outputs,
  type Recording,
  type Scenario,
} from "../contract/contract.ts";
import { play, project, provision, type Run } from "../ssh/harness.ts";
import { siteImages } from "./early-images.ts";
import { inside, provision as provisionSite, SERVERS, expectExit } from "../site/harness.ts";

const HOST = "server2";
const FOLDER = "/var/tmp/provision-contract";
/** The registry's smallest image, and a separate name for it, so that the site's images stay unchanged. */
const IMAGE = "node:20.19.2-slim";
const OWN_IMAGE = "provision-contract/own:1";

/** Lists the files of packages, units and programs, one per line. Check mode must not change them. */
const FILE_LISTING = `find /etc /usr /opt /root /var/lib/dpkg /var/lib/apt /var/cache/apt /var/lib/provision -not -type d \
  -printf '%p %M %s %T@ %C@ %l\\n' 2>/dev/null | sort`;
/** Lists packages, units and Docker objects, which must be the same before and after all tests. */
const SERVER_STATE = `dpkg-query -W -f '\${Package} \${Version} \${db:Status-Abbrev}\\n'
systemctl list-unit-files --no-legend --no-pager
docker ps -a --no-trunc --format 'container {{.ID}} {{.Names}} {{.State}}' | sort
docker image ls --no-trunc --format 'image {{.ID}} {{.Repository}}:{{.Tag}}' | sort
docker network ls --no-trunc --format 'network {{.ID}} {{.Name}}' | sort
docker volume ls --format 'volume {{.Name}}' | sort`;

/** The names of the packages that the server has before all tests. */
const PACKAGES = `${FOLDER}.packages`;
const PACKAGE_NAMES = "dpkg-query -W -f '${Package}\\n' | LC_ALL=C sort -u";
/** Purges what scenarios have installed, with all that came along. */
const REMOVE_PACKAGES = `added=$(${PACKAGE_NAMES} | LC_ALL=C comm -13 ${PACKAGES} -)
[ -z "$added" ] || DEBIAN_FRONTEND=noninteractive apt-get purge -y -q $added
rm -f ${PACKAGES}`;

const cases = loadCases(LAB);
const targets = new Map(cases.map(({ task }, index) => [task, `${FOLDER}/${index}`]));
const targetOf = (task: string) => targets.get(task) ?? "";

describe("contract/lab", () => {
  let lab: Lab;
  let recording: Recording;
  let serverState: Readonly<Record<"before" | "after", string>>;

  before(async function () {
    const answer = await canRunLab();
    if (!answer.ok) this.skip();
    lab = await labUp({ hosts: SERVERS, images: ["node"] });
    void siteImages();
    expectExit(await provisionSite(lab, ["playbooks/site.yaml", "--limit", HOST, "--tags", "docker"]), 0);
    await removeLeftovers();
    const before = await sh(SERVER_STATE);
    await sh(`${PACKAGE_NAMES} >${PACKAGES}`);
    try {
      await sh(`docker pull -q ${IMAGE} && docker tag ${IMAGE} ${OWN_IMAGE} && docker image rm -f ${IMAGE}`);
      await runEach(lab, setupScript);
      // apt writes its caches only if they do not exist.
      await sh("rm -f /var/cache/apt/*.bin");
      recording = await record();
    } finally {
      // The comparison of the server's states shows what a failed cleanup left.
      await runEach(lab, ({ cleanup = ":" }) => `{ ${cleanup}\n} || true`);
      await sh(REMOVE_PACKAGES);
      await removeLeftovers();
      if (before.includes(` ${IMAGE}\n`)) await sh(`docker pull -q ${IMAGE}`);
    }
    serverState = { before, after: await sh(SERVER_STATE) };
  });

  function record(): Promise<Recording> {
    const folder = project({ "site.yaml": play(tasksOf(cases, targetOf)), ...projectFilesOf(cases) });
    return recordRuns({
      provision: (args) => runOn(lab, folder, args),
      observe: async () =>
        new Map([...(await runEach(lab, ({ observe = "ls" }) => observe)), [FILE_LISTING, await sh(FILE_LISTING)]]),
      readUnchanged: () => runEach(lab, ({ unchanged = ":" }) => unchanged),
      leftovers: async () => linesOf(await sh("cd /var/lib/provision && ls -d lock run pending 2>/dev/null; true")),
    });
  }

  const sh = (script: string) => inside(lab, HOST, script);
  const removeLeftovers = () => sh(`rm -rf ${FOLDER}; docker image rm -f ${OWN_IMAGE} >/dev/null 2>&1; true`);

  it("writes nothing in check mode", () => {
    const { start, afterCheck } = recording.observed;
    expect(linesOf(start.get(FILE_LISTING) ?? "").length).to.be.above(1000);
    expect(differences(start.get(FILE_LISTING), afterCheck.get(FILE_LISTING))).to.deep.equal([]);
  });

  it("leaves the server unchanged after the cleanup scripts", () => {
    expect(differences(serverState.before, serverState.after)).to.deep.equal([]);
  });

  testContract(cases, () => recording);

  it("rejects a version that no package list contains, in check mode too, and installs nothing", async () => {
    const folder = project({ "site.yaml": play("- name: Hello\n  apt: { name: [tree, hello=0] }") });
    for (const args of [["--check"], []]) {
      const run = await runOn(lab, folder, args);
      expect(run.exit, run.stderr).to.equal(1);
      expect(run.results("Hello")[0]?.error?.code).to.equal("modules/no-version");
    }
    expect((await lab.exec(HOST, "dpkg-query -W tree hello")).stdout).to.equal("");
  });

  it("rejects changes of a held package, unknown names and virtual packages, in check mode too", async () => {
    const names = { held: "bash", misspelt: "coreutlis", virtual: "mail-transport-agent" };
    const codes = ["modules/held-package", "modules/no-package", "modules/virtual-package"];
    const tasks = Object.values(names).map((name) => ({
      name,
      apt: { name, state: name === names.held ? "absent" : "present" },
      ignore_errors: true,
    }));
    const folder = project({ "site.yaml": play(JSON.stringify(tasks)) });
    try {
      await sh("apt-mark hold bash");
      for (const args of [["--check"], []]) {
        const run = await runOn(lab, folder, args);
        expect(
          tasks.map(({ name }) => run.results(name)[0]?.error?.code),
          run.stderr,
        ).to.deep.equal(codes);
        expect(run.results(names.misspelt)[0]?.error?.hint).to.include("`coreutils`");
        expect(run.results(names.virtual)[0]?.error?.hint).to.include("postfix");
      }
    } finally {
      await sh("apt-mark unhold bash");
    }
  });

  const faulty: readonly (readonly [string, string, Record<string, unknown>, string])[] = [
    ["dies after 0.3 s", "ExecStart=sh -c 'echo no port; sleep 0.3; exit 3'", {}, "modules/unit-ended"],
    ["is restarted again and again", "ExecStart=sh -c 'sleep 0.2; exit 3'\nRestart=always", {}, "modules/unit-ended"],
    ["ends without an error", "ExecStart=true", {}, "modules/unit-ended"],
    ["cannot be loaded", "Restart=always", {}, "modules/bad-unit"],
    ["has an unmet condition", "ExecStart=true\n[Unit]\nConditionPathExists=/none", {}, "modules/unit-skipped"],
    ["cannot be reloaded", "ExecStart=sleep infinity", { state: "reloaded" }, "modules/cannot-reload"],
  ];
  it("fails each time for units that do not run as requested", async () => {
    const names = faulty.map((_, index) => `contract-bad${index}`);
    const setup = faulty.map(
      ([, text], index) => `printf '%b' ${JSON.stringify(`[Service]\n${text}\n`)} >${unit(index)}`,
    );
    const tasks = faulty.map(([what, , args], index) => ({
      name: what,
      service: { name: names[index], state: "started", ...args },
      ignore_errors: true,
    }));
    try {
      await sh([...setup, "systemctl daemon-reload", `systemctl start ${names[5] ?? ""}`].join("\n"));
      const folder = project({ "site.yaml": play(JSON.stringify(tasks)) });
      for (let round = 0; round < 2; round++) {
        // systemd refuses to start a unit that was restarted too often.
        await sh(`systemctl reset-failed ${names.join(" ")} 2>/dev/null || true`);
        const run = await runOn(lab, folder, []);
        const codes = faulty.map(([what]) => run.results(what)[0]?.error?.code);
        expect(codes, run.stderr).to.deep.equal(faulty.map(([, , , code]) => code));
        const { message, details } = run.results("dies after 0.3 s")[0]?.error ?? {};
        expect(message).to.include("exit status 3");
        expect(details?.join("\n")).to.include("no port");
      }
    } finally {
      await sh(
        `systemctl stop ${names.join(" ")}; rm -f ${unit("*")}; systemctl daemon-reload; systemctl reset-failed`,
      );
    }
  });
  const unit = (index: number | string) => `/etc/systemd/system/contract-bad${index}.service`;

  it("restarts a unit in a handler only if its file has changed", async () => {
    const file = "/etc/systemd/system/contract-z.service";
    const projectWith = (word: string) => {
      const content = `[Unit]\nDescription=${word}\n[Service]\nExecStart=sleep infinity\n`;
      const tasks = [
        { name: "Write", copy: { dest: file, content }, notify: "Restart" },
        { name: "Start", service: { name: "contract-z", state: "started" } },
      ];
      const restart = { name: "contract-z", state: "restarted", daemon_reload: true };
      const handlers = [{ name: "Restart", service: restart }];
      return project({ "site.yaml": JSON.stringify([{ name: "Test", hosts: HOST, tasks, handlers }]) });
    };
    const invocation = () => sh("systemctl show -p InvocationID,Description contract-z");
    const statuses = (run: Run) => ["Write", "Start", "Restart"].map((task) => run.status(task));
    try {
      expect((await runOn(lab, projectWith("one"), [])).exit).to.equal(0);
      const [folder, first] = [projectWith("two"), await invocation()];
      const predicted = await runOn(lab, folder, ["--check"]);
      expect(statuses(predicted), predicted.stderr).to.deep.equal(["changed", "ok", "changed"]);
      expect(await invocation()).to.equal(first);
      const done = await runOn(lab, folder, []);
      expect(statuses(done), done.stderr).to.deep.equal(["changed", "ok", "changed"]);
      const second = await invocation();
      expect(second).to.include("Description=two");
      expect(linesOf(second).filter((line) => linesOf(first).includes(line))).to.deep.equal([]);
      expect(statuses(await runOn(lab, folder, []))).to.deep.equal(["ok", "ok", undefined]);
      expect(await invocation()).to.equal(second);
    } finally {
      await sh(`systemctl stop contract-z; rm -f ${file}; systemctl daemon-reload`);
    }
  });

  it("restarts the server, as check mode predicts, and goes on when it is back", async () => {
    const started = () => sh("cut -d' ' -f22 /proc/1/stat");
    const before = await started();
    const folder = project({ "site.yaml": play("- name: Restart\n  reboot:\n- name: Go on\n  command: 'true'") });
    const check = await runOn(lab, folder, ["--check"]);
    expect(check.results("Restart")[0]?.status, check.stderr).to.equal("changed");
    expect(await started()).to.equal(before);
    const run = await runOn(lab, folder, []);
    expect(
      ["Restart", "Go on"].map((name) => run.results(name)[0]?.status),
      run.stderr,
    ).to.deep.equal(["changed", "changed"]);
    expect(await started()).not.to.equal(before);
  });
});

/** As the user who may become any other: databases belong to a user of their own. */
function runOn(lab: Lab, folder: string, args: readonly string[]): Promise<Run> {
  return provision(folder, ["-i", lab.inventoryFile, "--limit", HOST, "-e", "ssh_user=admin", ...args]);
}

const MARK = "@@@@ ";

/** Runs one script per scenario in its folder, all in one command. Throws if a script fails. */
async function runEach(lab: Lab, script: (scenario: Scenario) => string): Promise<Outputs> {
  const scriptOf = ({ task, scenario }: Case, index: number) => {
    const folder = targetOf(task);
    return `mkdir -p ${folder}; echo '${MARK}${index}'
(cd ${folder}; target=${folder}
${script(scenario)}
) 2>&1 </dev/null || failed="$failed ${index}"`;
  };
  const command = [
    `failed=`,
    ...cases.map(scriptOf),
    `[ -z "$failed" ] || { echo "failed:$failed" >&2; exit 1; }`,
  ].join("\n");
  const outcome = await lab.exec(HOST, command);
  if (outcome.code !== 0) throw new Error(`${outcome.stderr}\n${outcome.stdout}`);
  const parts = outcome.stdout.split(MARK).slice(1);
  return new Map(parts.map((part, index) => [cases[index]?.task ?? "", part.slice(part.indexOf("\n") + 1)]));
}

function differences(before = "", after = ""): string[] {
  const [old, now] = [new Set(linesOf(before)), new Set(linesOf(after))];
  const gone = [...old].filter((line) => !now.has(line)).map((line) => `- ${line}`);
  return [...gone, ...[...now].filter((line) => !old.has(line)).map((line) => `+ ${line}`)];
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
