import { expect } from "chai";
import { parseYaml } from "../../../src/load/yaml/parse.ts";

describe("load/yaml: !secret", () => {
  const COMMANDS: readonly (readonly [string, readonly string[]])[] = [
    ["{command: [pass, show, a b]}", ["pass", "show", "a b"]],
    ["{command: [show, 1.10, 0x1F, '']}", ["show", "1.10", "0x1F", ""]],
    ['{command: [show, !raw "{{ x }}"]}', ["show", "{{ x }}"]],
    ["\n  command:\n    - show\n    - |\n      text\n", ["show", "text\n"]],
  ];
  for (const [text, command] of COMMANDS) {
    it(`reads the words of ${JSON.stringify(text)} as they are written`, () => {
      const { node, faults } = parseYaml(`!secret ${text}`, "vars.yaml");
      expect(faults).to.deep.equal([]);
      expect(node?.kind === "scalar" && node.command).to.deep.equal(command);
    });
  }

  it("follows an alias to a secret and to a command", () => {
    const { node, faults } = parseYaml("a: &a !secret {command: &c [pass, x]}\nb: *a\nc: !secret {command: *c}\n", "f");
    expect(faults).to.deep.equal([]);
    const commands = node?.kind === "map" ? [...node.entries.values()].map(({ value }) => value) : [];
    for (const value of commands) expect(value).to.include({ kind: "scalar", tag: "secret" });
    expect(commands.map((value) => value.kind === "scalar" && value.command)).to.deep.equal(
      Array.from({ length: 3 }, () => ["pass", "x"]),
    );
  });

  const FAULTS: readonly (readonly [string, number, string])[] = [
    ["pass show x", 12, "it is not a map"],
    ["[pass, show]", 12, "it is not a map"],
    ["{}", 12, "it has no key `command`"],
    ["{file: x}", 13, "it has the key `file`"],
    ["{command: [a], shell: true}", 27, "it has the key `shell`"],
    ["{command: pass show}", 22, "`command` is not a list"],
    ["{command: }", 22, "`command` is not a list"],
    ["{command: []}", 22, "the list is empty"],
    ["{command: ['', x]}", 22, "the name of the program is empty"],
    ["{command: [a, true]}", 26, "a word of the command is no text"],
    ["{command: [a, [b]]}", 26, "a word of the command is no text"],
    ["{command: [a, !cel b]}", 31, "a word of the command is no text"],
    ['{command: [a, "{{ b }}"]}', 26, "its words cannot be computed"],
    ['{command: [a, "b\\0"]}', 26, "a word of the command contains a NUL character"],
  ];
  for (const [text, col, problem] of FAULTS) {
    it(`rejects ${text}: ${problem}`, () => {
      const { faults } = parseYaml(`a: !secret ${text}\n`, "vars.yaml");
      expect(faults.map(({ code, message }) => [code, message])).to.deep.equal([
        ["load/secret-command", `The command of this !secret is not valid: ${problem}.`],
      ]);
      expect(faults[0]?.origin).to.include({ file: "vars.yaml", line: 1, col });
    });
  }
});
