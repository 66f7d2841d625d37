import { expect } from "chai";
import { canRunLab, labUp, type Lab } from "../../lab/api.ts";
import {
  beforeOf,
  casesIn,
  filesOf,
  itKeepsTheContract,
  ON_THE_LAB,
  playOn,
  tasksOf,
  type Case,
  type Played,
  type Printed,
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

/** What check mode must not change, one file per line: where the target's packages, units and programs store files. */
const FILES = `find /etc /usr /opt /root /var/lib/dpkg /var/lib/apt /var/cache/apt /var/lib/provision -not -type d \
  -printf '%p %M %s %T@ %C@ %l\\n' 2>/dev/null | sort`;
/** What must be the same before and after all tests. */
const THINGS = `dpkg-query -W -f '\${Package} \${Version} \${db:Status-Abbrev}\\n'
systemctl list-unit-files --no-legend --no-pager
docker ps -a --no-trunc --format 'container {{.ID}} {{.Names}} {{.State}}' | sort
docker image ls --no-trunc --format 'image {{.ID}} {{.Repository}}:{{.Tag}}' | sort
docker network ls --no-trunc --format 'network {{.ID}} {{.Name}}' | sort
docker volume ls --format 'volume {{.Name}}' | sort`;

const cases = casesIn(ON_THE_LAB);
const targets = new Map(cases.map(({ task }, index) => [task, `${FOLDER}/${index}`]));
const targetOf = (task: string) => targets.get(task) ?? "";

describe("modules that need a package manager, systemd or Docker", () => {
  let lab: Lab;
  let played: Played;
  let things: Readonly<Record<"before" | "after", string>>;

  before(async function () {
    const answer = await canRunLab();
    if (!answer.ok) this.skip();
    lab = await labUp({ hosts: SERVERS, images: ["node"] });
    void siteImages();
    expectExit(await provisionSite(lab, ["playbooks/site.yaml", "--limit", HOST, "--tags", "docker"]), 0);
    await sweep();
    const before = await see(THINGS);
    try {
      await see(`docker pull -q ${IMAGE} && docker tag ${IMAGE} ${OWN_IMAGE} && docker image rm -f ${IMAGE}`);
      await each(lab, beforeOf);
      // apt writes its caches only if they do not exist.
      await see("rm -f /var/cache/apt/*.bin");
      played = await playThem();
    } finally {
      // Anything that could not be undone appears in the difference.
      await each(lab, ({ after = ":" }) => `{ ${after}\n} || true`);
      await sweep();
      if (before.includes(` ${IMAGE}\n`)) await see(`docker pull -q ${IMAGE}`);
    }
    things = { before, after: await see(THINGS) };
  });

  function playThem(): Promise<Played> {
    const folder = project({ "site.yaml": play(tasksOf(cases, targetOf)), ...filesOf(cases) });
    return playOn({
      provision: (args) => runOn(lab, folder, args),
      see: async () => new Map([...(await each(lab, ({ sees = "ls" }) => sees)), [FILES, await see(FILES)]]),
      keep: () => each(lab, ({ keeps = ":" }) => keeps),
      left: async () => linesOf(await see("cd /var/lib/provision && ls -d lock run pending 2>/dev/null; true")),
    });
  }

  const see = (text: string) => inside(lab, HOST, text);
  const sweep = () => see(`rm -rf ${FOLDER}; docker image rm -f ${OWN_IMAGE} >/dev/null 2>&1; true`);

  it("write nothing in check mode", () => {
    const { before, checked } = played.stood;
    expect(linesOf(before.get(FILES) ?? "").length).to.be.above(1000);
    expect(differences(before.get(FILES), checked.get(FILES))).to.deep.equal([]);
  });

  it("leave a server as it was when their changes are undone", () => {
    expect(differences(things.before, things.after)).to.deep.equal([]);
  });

  itKeepsTheContract(cases, () => played);

  it("reject a version that no package list has, also in check mode, and install nothing", async () => {
    const folder = project({ "site.yaml": play("- name: Hello\n  apt: { name: [tree, hello=0] }") });
    for (const args of [["--check"], []]) {
      const run = await runOn(lab, folder, args);
      expect(run.exit, run.stderr).to.equal(1);
      expect(run.results("Hello")[0]?.error?.code).to.equal("modules/no-version");
    }
    expect((await lab.exec(HOST, "dpkg-query -W tree hello")).stdout).to.equal("");
  });

  it("restart a unit by its handler only if its file has changed", async () => {
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
    const invocation = () => see("systemctl show -p InvocationID,Description contract-z");
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
      await see(`systemctl stop contract-z; rm -f ${file}; systemctl daemon-reload`);
    }
  });
});

function runOn(lab: Lab, folder: string, args: readonly string[]): Promise<Run> {
  return provision(folder, ["-i", lab.inventoryFile, "--limit", HOST, ...args]);
}

const MARK = "@@@@ ";

/** Runs one script per scenario in its folder, all in one command. Returns what each prints, by task. */
async function each(lab: Lab, script: (scenario: Scenario) => string): Promise<Printed> {
  const one = ({ task, scenario }: Case, index: number) => {
    const folder = targetOf(task);
    return `mkdir -p ${folder}; echo '${MARK}${index}'
(cd ${folder}; target=${folder}
${script(scenario)}
) 2>&1 </dev/null || failed="$failed ${index}"`;
  };
  const text = [`failed=`, ...cases.map(one), `[ -z "$failed" ] || { echo "failed:$failed" >&2; exit 1; }`].join("\n");
  const outcome = await lab.exec(HOST, text);
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
