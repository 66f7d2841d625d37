import { expect } from "chai";
import { readData } from "../../src/load/data-file.ts";
import { loadFiles, reported, withProject } from "./temporary-project.ts";

const CHANGED = ["1.10", "1.0", "1e3", "0x1F", "0o17", "+1", ".5", "-0", "007", "1.", "1E+2"];
const NOT_FINITE = ["1e400", ".inf", "-.INF", ".nan"];
const TOO_LARGE = ["9007199254740993", "-9007199254740993", "0xFFFFFFFFFFFFFFFF", "1e300"];
const EXACT = ["1", "-1", "1.5", "0", "9007199254740991", "0.1"];

/** Where a number is a value: in YAML of variables, in lists, and in arguments of any type. */
const VALUES: Readonly<Record<string, (number: string) => string>> = {
  "play vars": (number) => `- hosts: all\n  vars: { a: [{ b: ${number} }] }\n`,
  "task vars": (number) => `- hosts: all\n  tasks: [{ debug: { msg: a }, vars: { a: ${number} } }]\n`,
  environment: (number) => `- hosts: all\n  environment: { A: ${number} }\n`,
  set_fact: (number) => `- hosts: all\n  tasks: [{ set_fact: { a: ${number} } }]\n`,
  loop: (number) => `- hosts: all\n  tasks: [{ debug: { msg: a }, loop: [${number}] }]\n`,
};

const codesOf = async (text: string) =>
  reported(await loadFiles({ "site.yaml": text })).map((fault) => fault.split(" ")[1]);

describe("load: numbers", () => {
  for (const [place, write] of Object.entries(VALUES)) {
    it(`rejects, in ${place}, a number that would be written differently`, async () => {
      for (const number of CHANGED)
        expect(await codesOf(write(number)), number).to.deep.equal(["load/respelled-number"]);
      for (const number of NOT_FINITE) expect(await codesOf(write(number)), number).to.deep.equal(["load/not-finite"]);
      for (const number of TOO_LARGE) expect(await codesOf(write(number)), number).to.deep.equal(["load/big-number"]);
      for (const number of EXACT) expect(await codesOf(write(number)), number).to.deep.equal([]);
    });
  }

  it("names both spellings", async () => {
    const outcome = await loadFiles({ "site.yaml": "- hosts: all\n  vars:\n    version: 1.10\n" });
    expect(outcome.ok ? [] : outcome.faults.map(({ message, hint }) => `${message} ${hint}`)).to.deep.equal([
      'The number 1.10 would be written as 1.1. Write 1.1 for the number, or "1.10" for exactly these characters.',
    ]);
  });

  it("accepts any spelling where a number is expected", async () => {
    const task = "debug: { msg: a }, until: ok, retries: 1e1, delay: 1.0";
    expect(await codesOf(`- hosts: all\n  vars: { ok: true }\n  tasks: [{ ${task} }]\n`)).to.deep.equal([]);
  });

  it("quotes the number as it is written where text is expected", async () => {
    const outcome = await loadFiles({ "site.yaml": "- hosts: all\n  tasks: [{ command: { cmd: 1.10 } }]\n" });
    expect(outcome.ok ? [] : outcome.faults.map(({ code, hint }) => `${code} ${hint}`)).to.deep.equal([
      'load/wrong-type Quote it: "1.10".',
    ]);
  });

  it("asks for a whole number instead of a fraction, in quotes or not", async () => {
    const hints = async (text: string) => {
      const outcome = await loadFiles({ "site.yaml": text });
      return outcome.ok ? [] : outcome.faults.map(({ code, hint, edit }) => `${code} ${hint} ${edit ? "edit" : ""}`);
    };
    expect(await hints("- hosts: all\n  serial: 1.5\n")).to.deep.equal(["load/wrong-type Write a whole number. "]);
    for (const number of ["1.5", '"1.5"'])
      expect(await hints(`- hosts: all\n  throttle: ${number}\n`)).to.deep.equal([
        "load/wrong-type Write a whole number. ",
      ]);
  });

  it("rejects such numbers in the inventory, in group_vars and in a file of -e", async () => {
    const outcome = await loadFiles({
      "site.yaml": "- hosts: all\n",
      "inventory.yaml": "all: { hosts: { a: { b: 1.10 } } }\n",
      "group_vars/all.yaml": "c: 1e3\n",
    });
    expect(reported(outcome)).to.deep.equal([
      "group_vars/all.yaml:1:4 load/respelled-number",
      "inventory.yaml:1:25 load/respelled-number",
    ]);
    const data = await withProject({ "x.yaml": "a: [1, 1.10]\nb: 1e400\n" }, (root) => readData("x.yaml", root));
    expect(data.ok ? [] : data.faults.map(({ code }) => code)).to.have.members([
      "load/respelled-number",
      "load/not-finite",
    ]);
  });
});

describe("load: surrogates", () => {
  const codes = (text: string) => codesOf(`- hosts: all\n  vars: { a: ${text} }\n`);

  it("rejects half of a surrogate pair and accepts a pair", async () => {
    for (const half of ['"\\ud800"', '"a\\udc00b"', '"\\udc00\\ud800"']) {
      expect(await codes(half), half).to.deep.equal(["load/lone-surrogate"]);
    }
    expect(await codes('"\\ud83d\\ude00"')).to.deep.equal([]);
    expect(await codes('"\\U0001F600"')).to.deep.equal([]);
  });
});
