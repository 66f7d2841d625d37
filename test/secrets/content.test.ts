import { expect } from "chai";
import { parse } from "yaml";
import { Secret } from "../../src/model/secret.ts";
import { addToText, parseSecrets, secretsText } from "../../src/secrets/content.ts";
import { value } from "./test-home.ts";

function faultsOf(text: string) {
  const outcome = parseSecrets(text, "secrets.yaml");
  if (outcome.ok) throw new Error("the text has no fault");
  expect(JSON.stringify(outcome.faults)).not.to.include("hunter");
  return outcome.faults.map(({ code, origin }) => `${code} ${origin?.line ?? 0}:${origin?.col ?? 0}`);
}

function plain(text: string) {
  return Object.fromEntries(
    [...value(parseSecrets(text, "secrets.yaml"))].map(([name, entry]) => [name, entry.value.reveal()]),
  );
}

describe("secrets/content", () => {
  it("reads names and strings with their positions", () => {
    const entries = value(parseSecrets('# mine\none: hunter22\ntwo: "a: b"\npem: |\n  x\n  y\n', "secrets.yaml"));
    expect(plain('one: hunter22\ntwo: "{{ a }}"\npem: |\n  x\n  y\n')).to.deep.equal({
      one: "hunter22",
      two: "{{ a }}",
      pem: "x\ny\n",
    });
    expect(entries.get("two")?.origin).to.deep.equal({ file: "secrets.yaml", line: 3, col: 1 });
    expect(JSON.stringify([...entries])).not.to.include("hunter22");
  });

  it("accepts an empty file", () => {
    for (const text of ["", "# nothing yet\n", "---\n", "{}\n"]) expect(plain(text)).to.deep.equal({});
  });

  it("rejects invalid YAML without quoting it", () => {
    expect(faultsOf("one: hunter1\n  two: hunter2\n")).to.deep.equal(["secrets/yaml 1:6"]);
    expect(faultsOf("one: hunter1\none: hunter2\n")).to.deep.equal(["secrets/yaml 2:1"]);
    expect(faultsOf("one: hunter1\n---\ntwo: hunter2\n")).to.have.length(1);
  });

  it("rejects anything but names and strings", () => {
    expect(faultsOf("- hunter22\n")).to.deep.equal(["secrets/not-names 0:0"]);
    expect(faultsOf("hunter22\n")).to.deep.equal(["secrets/not-names 0:0"]);
    expect(faultsOf("a: 1\nb: true\nc:\nd: [hunter22]\ne: {f: hunter22}\n")).to.deep.equal(
      [1, 2, 3, 4, 5].map((line) => `secrets/not-text ${line}:1`),
    );
    expect(faultsOf("a-b: hunter22\n1a: hunter22\n")).to.deep.equal(["secrets/bad-name 1:1", "secrets/bad-name 2:1"]);
  });

  it("keeps comments when secrets are added", () => {
    const text = addToText("# mine\none: hunter22 # old\n", new Map([["two", new Secret("hunter33")]]));
    expect(text).to.equal("# mine\none: hunter22 # old\ntwo: hunter33\n");
    expect(plain(addToText("", new Map([["two", new Secret("x")]])))).to.deep.equal({ two: "x" });
    expect(plain(addToText("{a: b}\n", new Map([["two", new Secret("x")]])))).to.deep.equal({ a: "b", two: "x" });
  });

  it("writes equivalent YAML", () => {
    const text = 'number: "12"\nlong: |\n  a\n  b\nyes: "true"\n';
    expect(parse(secretsText(value(parseSecrets(text, "x"))))).to.deep.equal(parse(text));
  });
});
