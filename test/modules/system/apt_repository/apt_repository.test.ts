import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { apt_repository } from "../../../../src/modules/system/apt_repository/apt_repository.ts";
import { listFor, normalSource } from "../../../../src/modules/system/apt_repository/sources.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

const REPO = "deb [signed-by=/etc/apt/keyrings/x.asc] https://pkgs.example.com/debian stable main";
const LIST = "/etc/apt/sources.list.d/pkgs_example_com_debian.list";

type Args = Parameters<typeof apt_repository.decide>[0];

function decide(given: Partial<Args>, files: Readonly<Record<string, string>>, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(apt_repository, { repo: REPO, update_cache: false, ...given });
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const lines = Object.entries(files).map(([path, text]) => `file ${base64(path)} ${base64(text)}\n`);
  const state = apt_repository.probe(args).parse(answered(`${lines.join("")}root yes\napt yes\n`));
  if (!state.ok) throw new Error(state.faults[0].message);
  const decision = apt_repository.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? apt_repository.apply(args, changes, state.value).script.text : "";
  return { ...decision, after: changes.map(({ resource, after }) => [resource.name, textOf(after)]), script };
}

function textOf(after: unknown): unknown {
  return typeof after === "object" && after !== null && "text" in after ? after.text : after;
}

describe("modules/system/apt_repository", () => {
  it("adds a source to a list that is named after its address", () => {
    expect(decide({}, {}).after).to.deep.equal([[LIST, `${REPO}\n`]]);
    expect(decide({ filename: "x" }, {}).after).to.deep.equal([["/etc/apt/sources.list.d/x.list", `${REPO}\n`]]);
    expect(decide({}, { [LIST]: "deb http://a b c" }).after).to.deep.equal([[LIST, `deb http://a b c\n${REPO}\n`]]);
  });

  for (const [repo, name] of [
    ["deb http://user:pw@host.example/path/ suite main", "host_example_path"],
    ["deb-src https://a-b.example stable main", "a_b_example"],
  ] as const) {
    it(`names the list of ${repo} as Ansible does`, () => {
      expect(listFor(normalSource(repo), undefined)).to.equal(`/etc/apt/sources.list.d/${name}.list`);
    });
  }

  it("finds the source in any list, however it is spaced", () => {
    const other = `# mine\n${REPO.replaceAll(" ", "  ")} # why\n`;
    expect(decide({}, { "/etc/apt/sources.list": other }).changes).to.deep.equal([]);
  });

  it("enables a source that is commented out", () => {
    const path = "/etc/apt/sources.list";
    expect(decide({}, { [path]: `# ${REPO}\nx\n` }).after).to.deep.equal([[path, `${REPO}\nx\n`]]);
  });

  it("removes a source wherever it is, and a list without any other", () => {
    const files = { "/etc/apt/sources.list": `deb http://a b c\n${REPO}\n`, [LIST]: `# mine\n${REPO}\n` };
    expect(decide({ state: "absent" }, files).after).to.deep.equal([
      ["/etc/apt/sources.list", "deb http://a b c\n"],
      [LIST, null],
    ]);
    expect(decide({ state: "absent" }, {}).changes).to.deep.equal([]);
  });

  it("fetches the package lists after a change, and restores the old lists of sources if that fails", () => {
    const { changes, script } = decide({ update_cache: true }, {});
    expect(changes.at(-1)).to.include({ summary: "fetch the package lists" });
    expect(script.indexOf("apt-get update")).to.be.greaterThan(
      script.indexOf("take_name 'pkgs_example_com_debian.list'"),
    );
    expect(script.indexOf("remove 'pkgs_example_com_debian.list'")).to.be.greaterThan(script.indexOf("apt-get update"));
    expect(decide({ update_cache: true }, { [LIST]: REPO }).changes).to.deep.equal([]);
  });

  it("knows in check mode what earlier tasks would write", () => {
    const made = predictedFrom(decide({}, {}).changes);
    expect(decide({}, {}, made).changes).to.deep.equal([]);
    expect(decide({ state: "absent" }, {}, made).after).to.deep.equal([[LIST, null]]);
    const unclear = predictedFrom([{ resource: { kind: "path", name: LIST }, after: { type: "file" } }]);
    expect(decide({}, {}, unclear).unpredictable).to.include(LIST);
  });

  it("needs root and apt", () => {
    const args = withDefaults(apt_repository, { repo: REPO });
    const state = apt_repository.probe(args).parse(answered("apt yes\n"));
    expect(state.ok && apt_repository.decide(args, state.value, NOTHING_PREDICTED).fault?.code).to.equal(
      "modules/not-root",
    );
    const none = apt_repository.probe(args).parse(answered("apt no\n"));
    expect(!none.ok && none.faults[0].code).to.equal("modules/no-package-manager");
  });
});
