import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { cron } from "../../../../src/modules/system/cron/cron.ts";
import { withEntry } from "../../../../src/modules/system/cron/entries.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof cron.decide>[0];
const argsOf = (given: Partial<Args>) => withDefaults(cron, { name: "clean", job: "/bin/clean", ...given });
const base64 = (of: string) => Buffer.from(of).toString("base64");

function decide(given: Partial<Args>, answer: string, predicted = NOTHING_PREDICTED) {
  const args = argsOf(given);
  const state = cron.probe(args).parse(answered(`${answer}done 1\n`));
  if (!state.ok) throw new Error(state.faults[0].message);
  const decision = cron.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? cron.apply(args, changes, state.value).script.text : "";
  return { ...decision, script };
}

const USER = "user yes\ncrontab yes\n";

describe("modules/system/cron", () => {
  for (const [title, given, before, after] of [
    ["adds a job below the others", {}, "MAILTO=x\n", "MAILTO=x\n#Ansible: clean\n* * * * * /bin/clean\n"],
    ["writes the first job", { hour: "2", minute: "*/5" }, "", "#Ansible: clean\n*/5 2 * * * /bin/clean\n"],
    [
      "changes a job",
      { special_time: "daily" },
      "#Ansible: clean\n1 1 1 1 1 x\n2\n",
      "#Ansible: clean\n@daily /bin/clean\n2\n",
    ],
    ["comments a job out", { disabled: true }, "", "#Ansible: clean\n#* * * * * /bin/clean\n"],
    [
      "drops repetitions",
      {},
      "#Ansible: clean\na\nb\n#Ansible: clean\nc\n",
      "#Ansible: clean\n* * * * * /bin/clean\nb\n",
    ],
    [
      "names the user in a file",
      { cron_file: "c", user: "deploy" },
      "",
      "#Ansible: clean\n* * * * * deploy /bin/clean\n",
    ],
    ["names root in a file by default", { cron_file: "c" }, "", "#Ansible: clean\n* * * * * root /bin/clean\n"],
    ["removes a job", { state: "absent" }, "a\n#Ansible: clean\nx\nb\n", "a\nb\n"],
    ["removes the only job", { state: "absent" }, "#Ansible: clean\nx\n", ""],
    ["keeps a crontab without the job", { state: "absent" }, "a\n", "a\n"],
    ["sets a variable above the jobs", { env: true, name: "PATH", job: "/bin" }, "a\n", 'PATH="/bin"\na\n'],
    ["changes a variable", { env: true, name: "A", job: "2" }, 'B="1"\nA=1\nj\n', 'B="1"\nA="2"\nj\n'],
    ["removes a variable", { env: true, name: "A", state: "absent" }, "A=1\nj\n", "j\n"],
  ] as const) {
    it(title, () => {
      const args = argsOf(given);
      expect(withEntry(args, before)).to.equal(after);
      expect(withEntry(args, after)).to.equal(after);
    });
  }

  it("writes the user's crontab by standard input", () => {
    const { changes, script } = decide({ user: "deploy" }, `${USER}own ${base64("a\n")}\n`);
    expect(changes[0]).to.deep.include({ before: "a\n", after: "a\n#Ansible: clean\n* * * * * /bin/clean\n" });
    expect(script).to.include("| with_environment crontab '-u' 'deploy' '-'");
    expect(decide({}, `${USER}own ${base64("#Ansible: clean\n* * * * * /bin/clean\n")}\n`).changes).to.deep.equal([]);
  });

  it("writes a file of /etc/cron.d, and removes it with its last entry", () => {
    const path = "/etc/cron.d/clean";
    const root = "user yes\nroot yes\n";
    expect(decide({ cron_file: "clean" }, root).changes[0]?.resource.name).to.equal(path);
    const only = `file ${base64(path)} ${base64("#Ansible: clean\n* * * * * root /bin/clean\n")}\n${root}`;
    expect(decide({ cron_file: path }, only).changes).to.deep.equal([]);
    const removed = decide({ cron_file: "clean", state: "absent" }, only);
    expect(removed.changes[0]?.after).to.equal(null);
    expect(removed.script).to.include("remove 'clean'");
    expect(decide({ cron_file: "clean" }, "user yes\n").fault?.code).to.equal("modules/not-root");
  });

  it("rejects an unknown user, a missing job and a host without cron", () => {
    expect(decide({ user: "x" }, "crontab yes\nown \n").fault).to.include({
      code: "modules/no-account",
      missing: true,
    });
    const made = predictedFrom([{ resource: { kind: "user", name: "x" }, after: {} }]);
    expect(decide({ user: "x" }, "crontab yes\nown \n", made).changes).to.have.length(1);
    const args = withDefaults(cron, { name: "clean" });
    const state = { texts: new Map<string, string>(), own: "", hasUser: true, hasCrontab: true, isRoot: true };
    expect(cron.decide(args, state, NOTHING_PREDICTED).fault?.code).to.equal("modules/no-value");
    expect(decide({}, "user yes\n").fault?.code).to.equal("modules/no-program");
    expect(decide({ state: "absent" }, "").changes).to.deep.equal([]);
  });

  it("knows in check mode what earlier tasks would write", () => {
    const made = predictedFrom(decide({ user: "deploy" }, `${USER}own \n`).changes);
    expect(decide({ user: "deploy" }, `${USER}own \n`, made).changes).to.deep.equal([]);
    expect(decide({ user: "deploy", hour: "1" }, `${USER}own \n`, made).changes).to.have.length(1);
  });
});
