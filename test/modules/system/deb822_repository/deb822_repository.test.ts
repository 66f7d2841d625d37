import { createHash } from "node:crypto";
import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { Unknown } from "../../../../src/model/unknown.ts";
import { deb822_repository } from "../../../../src/modules/system/deb822_repository/deb822_repository.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof deb822_repository.decide>[0];

const FILE = "/etc/apt/sources.list.d/my-repo.sources";
const TEXT = `Components: main extra
X-Repolib-Name: My_Repo!
Suites: trixie
Types: deb
URIs: https://pkgs.example.com/debian
`;
const GIVEN = {
  name: "My_Repo!",
  uris: ["https://pkgs.example.com/debian"],
  suites: ["trixie"],
  components: ["main", "extra"],
} as const;
const ARMORED = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n";
const base64 = (of: string | Buffer) => Buffer.from(of).toString("base64");
const present = (text: string, mode = "644") => `file ${base64(FILE)} ${base64(text)}\nmode ${mode}\n`;

function decide(given: Partial<Args>, answer = "", predicted = NOTHING_PREDICTED) {
  const args = withDefaults(deb822_repository, { ...GIVEN, ...given });
  const state = deb822_repository.probe(args).parse(answered(`${answer}root yes\napt yes\n`));
  if (!state.ok) return { fault: state.faults[0], changes: [], names: [], script: "", result: {} };
  const decision = deb822_repository.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? deb822_repository.apply(args, changes, state.value).script.text : "";
  return { ...decision, names: changes.map(({ resource }) => resource.name), script };
}

describe("modules/system/deb822_repository", () => {
  it("writes the file as Ansible does, once", () => {
    const { changes, result, script } = decide({});
    expect(result).to.deep.equal({ dest: FILE, key_filename: null, repo: TEXT });
    expect(changes[0]).to.deep.include({ before: null, after: { type: "file", mode: "0644", text: TEXT } });
    expect(script).to.include("take_name 'my-repo.sources'");
    expect(decide({}, present(TEXT)).changes).to.deep.equal([]);
    expect(decide({}, present(TEXT, "600")).names).to.deep.equal([FILE]);
  });

  it("writes flags as words, and says that packages need no signature", () => {
    const { changes, result } = decide({ enabled: false, trusted: true, by_hash: true, date_max_future: 9 });
    expect(result["repo"]).to.include("By-Hash: yes\n").and.include("Date-Max-Future: 9\nEnabled: no\n");
    expect(changes[0]?.summary).to.include("need no signature");
  });

  it("writes a key in ASCII armor into the file", () => {
    expect(decide({ signed_by: ARMORED }).result["repo"]).to.include(
      "Signed-By:\n    -----BEGIN PGP PUBLIC KEY BLOCK-----\n    .\n    AAAA\n    -----END PGP PUBLIC KEY BLOCK-----\n",
    );
    expect(decide({ signed_by: "/etc/apt/keyrings/x.gpg" }).result["repo"]).to.include(
      "Signed-By: /etc/apt/keyrings/x.gpg\n",
    );
  });

  describe("with a key from a URL", () => {
    const signed_by = "https://pkgs.example.com/key";
    const fetched = (key: string | Buffer) => `key-status 0\nkey ${base64(key)}\n`;

    it("stores it under a name for its format", () => {
      const { names, script, result, changes } = decide({ signed_by }, fetched(ARMORED));
      expect(names).to.deep.equal(["/etc/apt/keyrings/my-repo.asc", FILE]);
      expect(result["repo"]).to.include("Signed-By: /etc/apt/keyrings/my-repo.asc\n");
      expect(script).to.include("take_name 'my-repo.asc'");
      expect(decide({ signed_by }, fetched(ARMORED), predictedFrom(changes)).changes).to.deep.equal([]);
      expect(decide({ signed_by }, fetched(Buffer.from([0x99, 1, 2]))).names[0]).to.equal(
        "/etc/apt/keyrings/my-repo.gpg",
      );
    });

    it("fetches it again only if the key or its URL differs from what the file says", () => {
      const { result, changes } = decide({ signed_by }, fetched(ARMORED));
      const text = result["repo"] as string;
      const sha256 = createHash("sha256").update(ARMORED).digest("hex");
      expect(text.split("\n")[0]).to.equal(`# Key: ${sha256} ${signed_by}`);
      expect(changes).to.have.length(2);
      const path = "/etc/apt/keyrings/my-repo.asc";
      const stored = `${present(text)}stored ${path} ${sha256}\n`;
      const kept = decide({ signed_by }, `${stored}kept ${path} ${sha256} 70\n`);
      expect(kept.changes).to.deep.equal([]);
      expect(kept.result).to.deep.include({ key_filename: path, repo: text });
      const other = `${present(text)}stored ${path} 00\n`;
      expect(decide({ signed_by }, `${other}${fetched(ARMORED)}`).names).to.deep.equal([path]);
    });

    it("fails if there is none", () => {
      const code = (answer: string) => decide({ signed_by }, answer).fault?.code;
      expect(code("key-status 22\nkey \n")).to.equal("modules/key-not-fetched");
      expect(code("key-status 127\nkey \n")).to.equal("modules/no-program");
      expect(code(fetched("<html>"))).to.equal("modules/no-key");
    });
  });

  it("removes the file and the keys", () => {
    const key = "/etc/apt/keyrings/my-repo.gpg";
    const { names, script } = decide({ state: "absent" }, `${present(TEXT)}stored ${key} 00\n`);
    expect(names).to.deep.equal([key, FILE]);
    expect(script).to.include("remove 'my-repo.gpg'").and.include("remove 'my-repo.sources'");
    expect(decide({ state: "absent" }).changes).to.deep.equal([]);
  });

  it("needs components, but not for a folder", () => {
    expect(decide({ components: [] }).fault?.code).to.equal("modules/no-components");
    expect(decide({ suites: ["./"], components: [] }).fault).to.equal(undefined);
  });

  it("knows in check mode what earlier tasks would write, and needs root", () => {
    expect(decide({}, "", predictedFrom(decide({}).changes)).changes).to.deep.equal([]);
    const unknown = predictedFrom([{ resource: { kind: "path", name: FILE }, after: new Unknown("not run") }]);
    expect(decide({}, "", unknown).unpredictable).to.equal("not run");
    const unread = predictedFrom([{ resource: { kind: "path", name: FILE }, after: { type: "file" } }]);
    expect(decide({}, "", unread).unpredictable).to.include(FILE);
    const key = { kind: "path", name: "/etc/apt/keyrings/my-repo.asc" } as const;
    const later = predictedFrom([{ resource: key, after: new Unknown("not run") }]);
    expect(decide({ state: "absent" }, "", later).unpredictable).to.equal("not run");
    const args = withDefaults(deb822_repository, GIVEN);
    const state = deb822_repository.probe(args).parse(answered("apt yes\n"));
    expect(state.ok && deb822_repository.decide(args, state.value, NOTHING_PREDICTED).fault?.code).to.equal(
      "modules/not-root",
    );
  });
});
