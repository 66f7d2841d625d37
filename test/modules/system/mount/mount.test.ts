import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { Unknown } from "../../../../src/model/unknown.ts";
import { withPredicted } from "../../../../src/modules/lib/path/state.ts";
import { mount } from "../../../../src/modules/system/mount/mount.ts";
import { withEntry, withoutEntry } from "../../../../src/modules/system/mount/fstab.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof mount.decide>[0];

const FSTAB = "# static\nUUID=1 / ext4 errors=remount-ro 0 1\n";
const GIVEN = { path: "/srv/data/", src: "LABEL=data", fstype: "ext4", opts: "noatime" } as const;
const LINE = "LABEL=data /srv/data ext4 noatime 0 0\n";
const base64 = (text: string) => Buffer.from(text).toString("base64");
const fstab = (text: string) => `file ${base64("/etc/fstab")} ${base64(text)}\n`;
const MOUNTED = "mounted ext4 /dev/sdb\nfolder directory\n";

function decide(given: Partial<Args>, answer: string, predicted = NOTHING_PREDICTED, root = "root yes\n") {
  const args = withDefaults(mount, { ...GIVEN, ...given });
  const state = mount.probe(args).parse(answered(`${answer}${root}done 1\n`));
  if (!state.ok) throw new Error(state.faults[0].message);
  const decision = mount.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? mount.apply(args, changes, state.value).script.text : "";
  return { ...decision, kinds: changes.map(({ resource }) => resource.kind), script };
}

describe("modules/system/mount", () => {
  it("lists a file system and mounts it, once", () => {
    const { kinds, changes, script } = decide({ state: "mounted" }, fstab(FSTAB));
    expect(kinds).to.deep.equal(["path", "mount", "path"]);
    expect(changes[0]?.after).to.deep.include({ text: FSTAB + LINE });
    expect(changes[1]).to.deep.include({ before: null, after: { src: "LABEL=data", fstype: "ext4", opts: "noatime" } });
    expect(script).to.match(/make_folders '\/srv\/data'[\s\S]*mount '--' '\/srv\/data'/);
    expect(decide({ state: "mounted" }, fstab(FSTAB + LINE) + MOUNTED).changes).to.deep.equal([]);
  });

  it("restores the list if the file system cannot be mounted", () => {
    const { script } = decide({ state: "mounted" }, fstab(FSTAB));
    expect(script.indexOf("rc=$?")).to.be.lessThan(script.lastIndexOf(`printf %s '${FSTAB}'`));
  });

  it("mounts anew what is mounted with an old entry", () => {
    const { kinds, script } = decide({ state: "mounted", opts: "ro" }, fstab(FSTAB + LINE) + MOUNTED);
    expect(kinds).to.deep.equal(["path", "mount"]);
    expect(script).to.include("mount -o 'remount,ro' -- '/srv/data'");
  });

  it("only lists it, only mounts it, only unmounts it, or forgets it", () => {
    expect(decide({ state: "present" }, fstab(FSTAB)).kinds).to.deep.equal(["path"]);
    const { kinds, script } = decide({ state: "ephemeral" }, fstab(FSTAB));
    expect(kinds).to.deep.equal(["mount", "path"]);
    expect(script).to.include("mount '-t' 'ext4' '-o' 'noatime' '--' 'LABEL=data' '/srv/data'");
    expect(decide({ state: "ephemeral" }, fstab(FSTAB) + MOUNTED).changes).to.deep.equal([]);
    const all = fstab(FSTAB + LINE) + MOUNTED;
    expect(decide({ state: "unmounted" }, all).script).to.include("umount -- '/srv/data'");
    expect(decide({ state: "absent" }, all).kinds).to.deep.equal(["path", "mount", "path"]);
    expect(decide({ state: "absent_from_fstab" }, all).changes[0]?.after).to.deep.include({ text: FSTAB });
    expect(decide({ state: "absent" }, fstab(FSTAB)).changes).to.deep.equal([]);
  });

  it("mounts anew with each run if that is the desired state, but only what is mounted", () => {
    expect(decide({ state: "remounted" }, fstab(FSTAB) + MOUNTED).kinds).to.deep.equal(["mount"]);
    expect(decide({ state: "remounted" }, fstab(FSTAB)).fault).to.include({
      code: "modules/not-mounted",
      missing: true,
    });
  });

  it("lists a swap area without mounting it", () => {
    const swap = { path: "none", src: "/swapfile", fstype: "swap", opts: "sw", state: "mounted" } as const;
    expect(decide(swap, fstab(FSTAB)).kinds).to.deep.equal(["path"]);
  });

  it("knows in check mode what earlier tasks would mount", () => {
    const { changes } = decide({ state: "mounted" }, fstab(FSTAB));
    const later = predictedFrom(changes);
    expect(decide({ state: "mounted" }, fstab(FSTAB), later).changes).to.deep.equal([]);
    expect(withPredicted("absent", later, "/srv/data/x")).to.be.instanceOf(Unknown);
    const gone = predictedFrom(decide({ state: "absent" }, fstab(FSTAB + LINE) + MOUNTED).changes);
    expect(decide({ state: "mounted" }, fstab(FSTAB + LINE) + MOUNTED, gone).kinds).to.include("mount");
    const tmpfs = { src: "tmpfs", fstype: "tmpfs", state: "mounted" } as const;
    const empty = predictedFrom(decide(tmpfs, fstab(FSTAB)).changes);
    expect(withPredicted({ kind: "file" }, empty, "/srv/data/x")).to.equal("absent");
  });

  it("needs root, and a folder", () => {
    expect(decide({ state: "mounted" }, fstab(FSTAB), NOTHING_PREDICTED, "").fault?.code).to.equal("modules/not-root");
    const other = `${fstab(FSTAB)}folder other\n`;
    expect(decide({ state: "mounted" }, other).fault?.code).to.equal("modules/no-mount-point");
  });

  it("keeps comments and other entries, and escapes blanks", () => {
    const entry = { src: "//x/a b", path: "/m y", fstype: "cifs", opts: "ro", dump: "0", passno: "0" };
    const text = withEntry(entry, FSTAB.trimEnd());
    expect(text).to.equal(`${FSTAB}//x/a\\040b /m\\040y cifs ro 0 0\n`);
    expect(withEntry(entry, text)).to.equal(text);
    expect(withEntry(entry, `//x/a\\040b\t/m\\040y  cifs ro\n`)).to.equal(`//x/a\\040b\t/m\\040y  cifs ro\n`);
    expect(withEntry({ ...entry, opts: "rw" }, `${text}${text}`)).to.equal(
      `${FSTAB}//x/a\\040b /m\\040y cifs rw 0 0\n${FSTAB}`,
    );
    expect(withoutEntry(entry, text)).to.equal(FSTAB);
    const swap = { src: "/b", path: "none" };
    expect(withoutEntry(swap, "/a none swap sw 0 0\n/b none swap sw 0 0\n")).to.equal("/a none swap sw 0 0\n");
  });
});
