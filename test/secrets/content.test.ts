import { expect } from "chai";
import { parse } from "yaml";
import { Secret } from "../../src/model/secret.ts";
import { addToText, parseSecrets, secretsText } from "../../src/secrets/content.ts";
import { value } from "./room.ts";

function wrong(text: string) {
  const outcome = parseSecrets(text, "secrets.yaml");
  if (outcome.ok) throw new Error("nothing is wrong");
  expect(JSON.stringify(outcome.faults)).not.to.include("hunter");
  return outcome.faults.map(({ code, origin }) => `${code} ${origin?.line ?? 0}:${origin?.col ?? 0}`);
}

function plain(text: string) {
  return Object.fromEntries(
    [...value(parseSecrets(text, "secrets.yaml"))].map(([name, entry]) => [name, entry.value.reveal()]),
  );
}

describe("the content of secrets.yaml", () => {
  it("is names and texts, with the place of each", () => {
    const entries = value(parseSecrets('# mine\none: hunter22\ntwo: "a: b"\npem: |\n  x\n  y\n', "secrets.yaml"));
    expect(plain('one: hunter22\ntwo: "{{ a }}"\npem: |\n  x\n  y\n')).to.deep.equal({
      one: "hunter22",
      two: "{{ a }}",
      pem: "x\ny\n",
    });
    expect(entries.get("two")?.origin).to.deep.equal({ file: "secrets.yaml", line: 3, col: 1 });
    expect(JSON.stringify([...entries])).not.to.include("hunter22");
  });

  it("may be empty", () => {
    for (const text of ["", "# nothing yet\n", "---\n", "{}\n"]) expect(plain(text)).to.deep.equal({});
  });

  it("is refused without a word of it where it is not YAML", () => {
    expect(wrong("one: hunter1\n  two: hunter2\n")).to.deep.equal(["secrets/yaml 1:6"]);
    expect(wrong("one: hunter1\none: hunter2\n")).to.deep.equal(["secrets/yaml 2:1"]);
    expect(wrong("one: hunter1\n---\ntwo: hunter2\n")).to.have.length(1);
  });

  it("is refused where it holds anything but names and texts", () => {
    expect(wrong("- hunter22\n")).to.deep.equal(["secrets/not-names 0:0"]);
    expect(wrong("hunter22\n")).to.deep.equal(["secrets/not-names 0:0"]);
    expect(wrong("a: 1\nb: true\nc:\nd: [hunter22]\ne: {f: hunter22}\n")).to.deep.equal(
      [1, 2, 3, 4, 5].map((line) => `secrets/not-text ${line}:1`),
    );
    expect(wrong("a-b: hunter22\n1a: hunter22\n")).to.deep.equal(["secrets/bad-name 1:1", "secrets/bad-name 2:1"]);
  });

  it("keeps what a person wrote when more is added", () => {
    const text = addToText("# mine\none: hunter22 # old\n", new Map([["two", new Secret("hunter33")]]));
    expect(text).to.equal("# mine\none: hunter22 # old\ntwo: hunter33\n");
    expect(plain(addToText("", new Map([["two", new Secret("x")]])))).to.deep.equal({ two: "x" });
    expect(plain(addToText("{a: b}\n", new Map([["two", new Secret("x")]])))).to.deep.equal({ a: "b", two: "x" });
  });

  it("is shown as YAML that means the same", () => {
    const text = 'number: "12"\nlong: |\n  a\n  b\nyes: "true"\n';
    expect(parse(secretsText(value(parseSecrets(text, "x"))))).to.deep.equal(parse(text));
  });
});
