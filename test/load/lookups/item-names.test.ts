import { expect } from "chai";
import { registry } from "../../../src/modules/registry.ts";
import { loadFiles, reported } from "../temporary-project.ts";

const faultsOf = async (task: string) =>
  reported(
    await loadFiles(
      {
        "site.yaml": `- hosts: all\n  vars: { known: a }\n  tasks:\n    - ${task}\n`,
        "inventory.yaml": "web: { hosts: { one: } }\n",
        "templates/a.conf": "a\n",
        "templates/bad.conf": "{{ x | y }}\n",
        "templates/names.conf": "{{ nowhere }}\n",
        "files/a": "a\n",
      },
      { registry },
    ),
  );

const template = (loop: string, more = "") =>
  `template: { src: "{{ item }}.conf", dest: /x }\n      loop: ${loop}${more && `\n      ${more}`}`;

describe("load/lookups: files that items name", () => {
  const CASES: readonly (readonly [title: string, task: string, faults: readonly string[]])[] = [
    ["compiles each template", template("[a, bad]"), ["templates/bad.conf:1:6 language/template-syntax"]],
    ["checks the names in them", template("[names]"), ["templates/names.conf:1:4 load/undefined-name"]],
    ["reports a missing one once", template("[a, none, none]"), ["site.yaml:4:24 load/missing-template"]],
    [
      "reports it whatever a condition without the item",
      template("[none]", "when: false"),
      ["site.yaml:4:24 load/missing-template"],
    ],
    ["accepts one that a condition may leave out", template("[none]", 'when: item != "none"'), []],
    [
      "compiles those that a condition may leave out",
      template("[bad]", 'when: item == "a"'),
      ["templates/bad.conf:1:6 language/template-syntax"],
    ],
    [
      "takes keys of a map",
      `template: { src: "{{ item.key }}.conf", dest: /x }\n      loop: { none: 1 }`,
      ["site.yaml:4:24 load/missing-template"],
    ],
    [
      "takes fields under another name",
      `copy: { src: "{{ one.src }}", dest: /x }\n      loop: [{ src: a }, { src: b }]\n      loop_control: { loop_var: one }`,
      ["site.yaml:4:20 load/missing-file"],
    ],
    [
      "leaves files of the target to the run",
      `copy: { src: "{{ item }}", dest: /x, remote_src: true }\n      loop: [/none]`,
      [],
    ],
    ["leaves computed loops to the run", template("!cel '[\"none\"]'"), []],
    [
      "leaves names that read variables to the run",
      `template: { src: "{{ item }}-{{ known }}.conf", dest: /x }\n      loop: [none]`,
      [],
    ],
    [
      "compiles the default of a computed name",
      `template: { src: '{{default item.src "bad.conf"}}', dest: /x }\n      loop: !cel '[{"src": "a.conf"}]'`,
      ["templates/bad.conf:1:6 language/template-syntax"],
    ],
    [
      "compiles those that an expression chooses from",
      `template: { src: !cel 'known == "a" ? "a.conf" : "bad.conf"', dest: /x }`,
      ["templates/bad.conf:1:6 language/template-syntax"],
    ],
    [
      "takes no text for a name that no template has",
      `template: { src: !cel 'known == "none" ? "a.conf" : known + ".conf"', dest: /x }`,
      [],
    ],
  ];
  for (const [title, task, faults] of CASES) {
    it(title, async () => {
      expect(await faultsOf(task)).to.deep.equal(faults);
    });
  }
});
