import { expect } from "chai";
import { Unknown } from "../../../../src/model/unknown.ts";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { user } from "../../../../src/modules/system/user/user.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

const HASH = "$6$salt$hash";
const TOOLS = "base /home\ntool useradd\ntool usermod\nroot yes\n";
const NONE = `passwd \nnamesake \n${TOOLS}`;
const KAFKA = `passwd kafka:x:990:980:Broker:/var/lib/kafka:/bin/sh
primary kafka
group docker
namesake kafka:x:980:
home yes
hash none
locked yes
expires 
${TOOLS}`;

/** What is decided on a host whose probe has answered so, and the commands that would run. */
function decide(given: Partial<Parameters<typeof user.decide>[0]>, answer: string, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(user, { name: "kafka", ...given });
  const state = user.probe(args).parse(answered(answer));
  if (!state.ok) throw new Error(state.faults[0].message);
  const decision = user.decide(args, state.value, predicted);
  const { changes } = decision;
  const text = isNonEmpty(changes) ? user.apply(args, changes, state.value).script.text : "";
  const commands = text.split("\n").flatMap((line) => /(with_environment .*?)( \|\| exit)?$/.exec(line)?.[1] ?? []);
  return { ...decision, summaries: changes.map(({ summary }) => summary), commands };
}

describe("modules/system/user", () => {
  it("creates a user with a group of its own and a home folder", () => {
    const { summaries, result, commands } = decide({ system: true }, `${NONE}skeleton .profile\n`);
    expect(summaries).to.deep.equal([
      "create the user kafka",
      "create the group kafka",
      "make the home folder /home/kafka",
      "copy .profile to /home/kafka",
    ]);
    expect(result["uid"]).to.be.instanceOf(Unknown);
    expect(result).to.include({ group: "kafka", home: "/home/kafka" });
    expect(commands).to.deep.equal(["with_environment useradd '-r' '-m' '--' 'kafka'"]);
  });

  it("creates a user with everything that is given", () => {
    const given = {
      uid: 600,
      group: "users",
      groups: ["docker", "adm"],
      comment: "A broker",
      home: "/srv/kafka",
      shell: "/bin/bash",
      create_home: false,
      expires: 86_400 * 365,
    };
    const { commands, summaries } = decide(
      given,
      `${NONE}known users 100 users\nknown docker 5 docker\nknown adm 6 adm\nholder \n`,
    );
    expect(commands).to.deep.equal([
      "with_environment useradd '-M' '-g' 'users' '-G' 'adm,docker' '-c' 'A broker' '-d' '/srv/kafka' '-e' '1971-01-01' '-u' '600' '-s' '/bin/bash' '--' 'kafka'",
    ]);
    expect(summaries).to.deep.equal(["create the user kafka"]);
  });

  it("leaves a new user to the default group if a group has its name", () => {
    const { result, commands } = decide({ create_home: false }, `passwd \nnamesake kafka:x:980:\n${TOOLS}`);
    expect(result["group"]).to.be.instanceOf(Unknown);
    expect(commands).to.deep.equal(["with_environment useradd '-M' '-N' '--' 'kafka'"]);
  });

  it("changes only what is given and differs", () => {
    expect(decide({}, KAFKA).changes).to.deep.equal([]);
    expect(
      decide({ groups: ["docker"], shell: "/bin/sh", uid: 990 }, `known docker 5 docker\n${KAFKA}`).changes,
    ).to.deep.equal([]);
    const { summaries, commands } = decide(
      { shell: "/bin/bash", groups: ["adm"], append: true },
      `known adm 6 adm\n${KAFKA}`,
    );
    expect(summaries).to.deep.equal(["set groups docker → adm,docker, shell /bin/sh → /bin/bash of the user kafka"]);
    expect(commands).to.deep.equal(["with_environment usermod '-G' 'adm,docker' '-s' '/bin/bash' '--' 'kafka'"]);
    expect(decide({ groups: [] }, KAFKA).commands).to.deep.equal(["with_environment usermod '-G' '' '--' 'kafka'"]);
  });

  it("makes a missing home folder, and moves one", () => {
    const lost = KAFKA.replace("home yes\n", "");
    expect(decide({}, lost).summaries).to.deep.equal(["make the home folder /var/lib/kafka"]);
    expect(decide({ create_home: false }, lost).changes).to.deep.equal([]);
    const moved = decide({ home: "/srv/kafka", move_home: true }, lost);
    expect(moved.commands).to.deep.equal(["with_environment usermod '-d' '/srv/kafka' '-m' '--' 'kafka'"]);
    expect(moved.changes.map(({ resource }) => resource.name)).to.deep.equal(["kafka", "/var/lib/kafka", "/srv/kafka"]);
  });

  it("sets a password by standard input, and shows no hash", () => {
    const created = decide({ password: HASH }, NONE);
    expect(created.commands.at(-1)).to.equal("with_environment chpasswd -e");
    expect(JSON.stringify(created.changes)).to.not.include("hash").and.to.not.include(HASH);
    const changed = decide({ password: HASH }, KAFKA);
    expect(changed.summaries).to.deep.equal(["set the password of the user kafka"]);
    expect(changed.changes[0]?.after).to.deep.include({ has_password: true, locked: false });
    expect(decide({ password: HASH }, `password same\n${KAFKA}`).changes).to.deep.equal([]);
    expect(decide({ password: HASH, update_password: "on_create" }, KAFKA).changes).to.deep.equal([]);
  });

  it("locks and unlocks a password", () => {
    const unlocked = KAFKA.replace("hash none\nlocked yes\n", "");
    expect(decide({ password_lock: true }, unlocked).commands).to.deep.equal([
      "with_environment usermod '-L' '--' 'kafka'",
    ]);
    expect(decide({ password_lock: false }, KAFKA.replace("hash none\n", "")).commands).to.deep.equal([
      "with_environment usermod '-U' '--' 'kafka'",
    ]);
    expect(decide({ password_lock: false }, KAFKA).fault?.code).to.equal("modules/no-password");
    expect(decide({ password_lock: true, password: HASH }, `password same\n${KAFKA}`).changes).to.deep.equal([]);
  });

  it("sets and clears the day on which the account expires", () => {
    expect(decide({ expires: 86_400 * 2 + 5 }, KAFKA).commands).to.deep.equal([
      "with_environment usermod '-e' '1970-01-03' '--' 'kafka'",
    ]);
    expect(decide({ expires: -1 }, KAFKA).changes).to.deep.equal([]);
    expect(decide({ expires: -1 }, KAFKA.replace("expires ", "expires 9")).commands).to.deep.equal([
      "with_environment usermod '-e' '' '--' 'kafka'",
    ]);
  });

  it("removes a user with its own group and, if requested, its home folder", () => {
    expect(decide({ state: "absent" }, NONE).changes).to.deep.equal([]);
    const removed = decide({ state: "absent", remove: true, force: true }, KAFKA);
    expect(removed.changes.map(({ resource, after }) => [resource.kind, resource.name, after])).to.deep.equal([
      ["user", "kafka", null],
      ["group", "kafka", null],
      ["path", "/var/lib/kafka", null],
    ]);
    expect(removed.commands).to.deep.equal(["with_environment userdel '-f' '-r' '--' 'kafka'"]);
    const shared = KAFKA.replace("namesake kafka:x:980:", "namesake kafka:x:980:deploy");
    expect(decide({ state: "absent" }, shared).changes).to.have.length(1);
  });

  it("rejects groups that do not exist, unless an earlier task makes them", () => {
    const given = { groups: ["brokers"] };
    expect(decide(given, NONE).fault).to.include({ code: "modules/no-account", missing: true });
    const made = predictedFrom([{ resource: { kind: "group", name: "brokers" }, after: { gid: 5 } }]);
    expect(decide(given, NONE, made).summaries[0]).to.equal("create the user kafka");
  });

  it("rejects a number that another user has", () => {
    expect(decide({ uid: 5 }, `holder games:x:5:\n${NONE}`).fault?.code).to.equal("modules/id-taken");
    expect(decide({ uid: 5, non_unique: true }, `holder games:x:5:\n${NONE}`).commands[0]).to.include("'-o'");
  });

  it("knows in check mode what earlier tasks would do to the user", () => {
    const { changes } = decide({ shell: "/bin/bash" }, NONE);
    const made = predictedFrom(changes);
    expect(decide({ shell: "/bin/bash" }, NONE, made).changes).to.deep.equal([]);
    expect(decide({ shell: "/bin/zsh" }, NONE, made).summaries).to.deep.equal([
      "set shell /bin/bash → /bin/zsh of the user kafka",
    ]);
    expect(decide({ uid: 7 }, NONE, made).unpredictable).to.include("uid");
    expect(decide({ password: HASH }, NONE, made).unpredictable).to.include("password");
    const gone = predictedFrom([{ resource: { kind: "user", name: "kafka" }, after: null }]);
    expect(decide({ create_home: false }, KAFKA, gone).summaries[0]).to.equal("create the user kafka");
  });

  it("needs root, a program, and for passwords that they may be read", () => {
    const as = (text: string, what: string) => text.replace(what, "");
    expect(decide({}, as(NONE, "root yes\n")).fault?.code).to.equal("modules/not-root");
    expect(decide({ shell: "/bin/x" }, as(KAFKA, "tool usermod\n")).fault?.message).to.include("no usermod");
    expect(decide({ password: HASH }, `shadow unreadable\n${KAFKA}`).fault?.message).to.include("/etc/shadow");
  });

  it("uses the adduser of BusyBox", () => {
    const busybox = NONE.replace("tool useradd\ntool usermod", "tool adduser");
    expect(
      decide({ system: true, groups: ["adm"], shell: "/bin/ash" }, `known adm 4 adm\n${busybox}`).commands,
    ).to.deep.equal([
      "with_environment adduser -D '-S' '-s' '/bin/ash' 'kafka'",
      "with_environment addgroup 'kafka' 'adm'",
    ]);
  });
});
