import { statSync, type Stats } from "node:fs";
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { isPrivateGroup } from "../../src/disk/private-group.ts";
import { readTextFile } from "../../src/disk/read-file.ts";
import { createTrust, trusting, type Trust } from "../../src/disk/trust.ts";

const me = { uid: userInfo().uid, gid: userInfo().gid, name: "me" };
const ACCOUNTS = {
  passwd: `me:x:${me.uid}:${me.gid}::/:/bin/sh\nbob:x:4711:4711::/:/bin/sh\n`,
  group: `me:x:${me.gid}:\n`,
};

describe("disk/trust", () => {
  let root: string;
  let trust: Trust;
  const at = (...parts: string[]) => path.join(root, "project", ...parts);

  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), "provision-trust-")));
    await mkdir(at("roles/x"), { recursive: true });
    await writeFile(at("roles/x/main.yaml"), "a: 1\n", { mode: 0o644 });
    for (const folder of ["", "roles", "roles/x"]) await chmod(at(folder), 0o755);
    trust = createTrust({ root: at(), users: [me], allowed: false, accounts: ACCOUNTS });
  });
  afterEach(() => rm(root, { recursive: true }));

  const look = (file: string, changes: Partial<Stats> = {}) =>
    trust.look(file, Object.assign(statSync(file), changes)).map((one) => [path.relative(root, one.path), one.repair]);

  it("accepts files and folders that only the user and root can change", () => {
    expect(look(at("roles/x/main.yaml"))).to.deep.equal([]);
    expect(look(at("roles/x/main.yaml"), { uid: 0, gid: 0, mode: 0o100664 })).to.deep.equal([]);
    expect([...trust.unsafe]).to.deep.equal([]);
  });

  it("finds a file that others can write to, or that belongs to another user", () => {
    const file = at("roles/x/main.yaml");
    expect(look(file, { mode: 0o100666 })).to.deep.equal([["project/roles/x/main.yaml", "chmod o-w"]]);
    expect(look(file, { mode: 0o100666, gid: 4711 })).to.deep.equal([["project/roles/x/main.yaml", "chmod go-w"]]);
    expect(look(file, { mode: 0o100664, gid: 4711 })).to.deep.equal([["project/roles/x/main.yaml", "chmod go-w"]]);
    expect(look(file, { uid: 4711 })).to.deep.equal([["project/roles/x/main.yaml", "chown"]]);
    expect(trust.unsafe.get(file)?.problem).to.equal("belongs to bob (uid 4711)");
    expect(look(file, { mode: 0o100664, gid: me.gid })).to.deep.equal([]);
  });

  it("finds each folder between the project and the file, and the project's folder itself", async () => {
    for (const folder of ["", "roles", "roles/x"]) await chmod(at(folder), 0o777);
    const file = at("roles/x/main.yaml");
    const folders = ["project", "project/roles", "project/roles/x"];
    expect(look(file)).to.deep.equal(folders.map((folder) => [folder, "chmod o-w"]));
    expect([...trust.unsafe.keys()]).to.deep.equal(folders.map((folder) => path.join(root, folder)));
  });

  it("accepts a sticky folder above the project, but not one without the sticky bit, and no sticky project", async () => {
    await chmod(root, 0o1777);
    expect(look(at("roles/x/main.yaml"))).to.deep.equal([]);
    trust = createTrust({ root: at(), users: [me], allowed: false, accounts: ACCOUNTS });
    await chmod(root, 0o777);
    expect(look(at("roles/x/main.yaml"))).to.deep.equal([["", "chmod o-w"]]);
    await chmod(root, 0o1777);
    trust = createTrust({ root, users: [me], allowed: false, accounts: ACCOUNTS });
    expect(look(at("roles/x/main.yaml"))).to.deep.equal([["", "move"]]);
  });

  it("follows symbolic links of files and folders to what they point to", async () => {
    await mkdir(path.join(root, "open"));
    await writeFile(path.join(root, "open/main.yaml"), "a: 1\n");
    await chmod(path.join(root, "open"), 0o777);
    await symlink("../open", at("linked"));
    await symlink("../open/main.yaml", at("file.yaml"));
    expect(look(at("linked/main.yaml"))).to.deep.equal([["open", "chmod o-w"]]);
    expect(look(at("file.yaml"))).to.deep.equal([["open", "chmod o-w"]]);
  });

  it("looks at the folder of a file outside of the project", async () => {
    await mkdir(path.join(root, "open"));
    await writeFile(path.join(root, "open/vars.yaml"), "a: 1\n");
    await chmod(path.join(root, "open"), 0o777);
    expect(look("../open/vars.yaml".replace("..", root))).to.deep.equal([["open", "chmod o-w"]]);
    await chmod(path.join(root, "open"), 0o1777);
    trust = createTrust({ root: at(), users: [me], allowed: false, accounts: ACCOUNTS });
    expect(look(path.join(root, "open/vars.yaml"))).to.deep.equal([]);
  });

  it("remembers what is read until it settles, and then refuses it", async () => {
    await chmod(at("roles/x/main.yaml"), 0o666);
    const read = () => trusting(trust, () => readTextFile(at("roles/x/main.yaml")));
    expect((await read()).is).to.equal("text");
    expect(trust.unsafe.size).to.equal(1);
    trust.settle();
    const reason = `${at("roles/x/main.yaml")} can be changed by every user (mode 0666)`;
    expect(await read()).to.deep.equal({ is: "unreadable", reason });
  });

  it("refuses nothing if that is allowed", async () => {
    await chmod(at("roles/x/main.yaml"), 0o666);
    trust = createTrust({ root: at(), users: [me], allowed: true, accounts: ACCOUNTS });
    trust.settle();
    expect((await trusting(trust, () => readTextFile(at("roles/x/main.yaml")))).is).to.equal("text");
  });

  describe("a user's own group", () => {
    const user = { uid: 1000, gid: 1000, name: "ann" };
    const passwd = "root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n";

    it("has only the user as its member", () => {
      for (const group of ["ann:x:1000:\n", "ann:x:1000:ann\n", "people:x:1000:\n"]) {
        expect(isPrivateGroup(1000, user, { passwd, group }), group).to.equal(true);
      }
      expect(isPrivateGroup(1000, user, { passwd, group: "ann:x:1000:ann,bob\n" })).to.equal(false);
      expect(isPrivateGroup(1001, user, { passwd, group: "docker:x:1001:ann\n" })).to.equal(false);
    });

    it("is no other user's primary group", () => {
      const shared = `${passwd}bob:x:1001:1000::/home/bob:/bin/sh\n`;
      expect(isPrivateGroup(1000, user, { passwd: shared, group: "users:x:1000:\n" })).to.equal(false);
    });

    it("has the user's number if its members are kept elsewhere", () => {
      const elsewhere = { passwd: "", group: "" };
      expect(isPrivateGroup(1000, user, elsewhere)).to.equal(true);
      expect(isPrivateGroup(20, { ...user, gid: 20 }, elsewhere)).to.equal(false);
    });
  });
});
