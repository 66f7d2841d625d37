import { expect } from "chai";
import { placeOf } from "../../../src/language/position.ts";
import { loadFiles, reported } from "../temporary-project.ts";

/** Each style of a scalar, over several lines if it can be; ¶ is where the faulty text stands. The key is indented by eight columns. */
const STYLES: Readonly<Record<string, string>> = {
  plain: "ok ¶",
  "plain, several lines": "ok\n          ok\n\n\n          ok   ¶",
  "single quotes": "'it''s ok ''ok'' ¶'",
  "single quotes, several lines": "'it''s\n          ok   \n\n          ok ¶ ok'",
  "double quotes": '"\\x41 \\u00e9\\U0001F600 \\t\\"ok\\" \\\\ ¶"',
  "double quotes, several lines": '"ok\\n ok \\\n          \\  ok\n\n\n          ok ¶"',
  "double quotes with line ends as escapes": '"ok\\n\\n\\r\\n ok\\n  ¶"',
  literal: "|\n          ok\n            ok\n\n          ok ¶\n",
  "literal with indentation and chomping": "|2+\n            ok\n          ok ¶\n\n",
  "literal that begins with empty lines": "|-\n\n\n          ¶\n",
  folded: ">\n          ok\n          ok\n\n          ok ¶\n",
  "folded with more indented lines": ">-\n          ok\n            ok\n\n            ok\n          ok ¶\n",
  "folded with indentation": ">2\n            ok\n          ok\n          ok ¶\n",
  "folded with a comment": "> # ¶ is below\n          ok\n          ¶\n",
};

/** Kinds of faulty text. The part between › and ‹ is what the report must point at. */
const IN_TEMPLATES: Readonly<Record<string, string>> = {
  "load/undefined-name": "{{ ›nothing‹ }}",
  "language/template-syntax": "{{ ›}}‹",
  "language/unknown-helper": "{{ ›uper‹ item }}",
};

/** The text of a playbook without the marks, and the place of the first mark as `line:col`. */
function marked(text: string): { text: string; at: string } {
  const start = text.search(/›\s*/);
  const skipped = /›(\s*)/.exec(text)?.[1]?.length ?? 0;
  const { line, column } = placeOf(text, start);
  return { text: text.replace(/[›‹]/g, ""), at: `${String(line)}:${String(column + skipped + 1)}` };
}

const PROPERTIES = ["", "!!str ", "&anchor ", "&anchor !!str "];

describe("load/yaml: positions in values", () => {
  for (const [style, value] of Object.entries(STYLES)) {
    for (const [code, faulty] of Object.entries(IN_TEMPLATES)) {
      it(`points at ${code} in a template: ${style}`, async () => {
        for (const properties of PROPERTIES) {
          const written = value.includes("is below") ? value.replace("¶ is", "this is") : value;
          const { text, at } = marked(
            `- hosts: all\n  tasks:\n    - debug:\n        msg: ${properties}${written.replace("¶", faulty)}\n      loop: [1]\n`,
          );
          expect(reported(await loadFiles({ "site.yaml": text })), text).to.deep.equal([`site.yaml:${at} ${code}`]);
        }
      });
    }
  }

  const expressions: Readonly<Record<string, string>> = {
    plain: "ok && ¶",
    "plain, several lines": "ok &&\n          ok\n          ¶",
    "single quotes": "'\"it''s\" == ok ¶'",
    "double quotes": '"\\"\\x41\\" == \\\n          ok ¶"',
    literal: "|\n          ok\n          ¶\n",
    folded: ">-\n          ok\n          ¶\n",
  };
  for (const [style, value] of Object.entries(expressions)) {
    it(`points at faults of an expression, tagged or a condition: ${style}`, async () => {
      const faulty = style === "plain" ? "›nothing‹" : "›and‹ ok";
      const code = style === "plain" ? "load/undefined-name" : "language/expression-syntax";
      for (const properties of ["!cel ", "&anchor !cel "]) {
        const { text, at } = marked(
          `- hosts: all\n  vars: { ok: true }\n  tasks:\n    - debug:\n        msg: ${properties}${value.replace("¶", faulty)}\n`,
        );
        expect(reported(await loadFiles({ "site.yaml": text })), text).to.deep.equal([`site.yaml:${at} ${code}`]);
      }
      const { text, at } = marked(
        `- hosts: all\n  vars: { ok: true }\n  tasks:\n    - debug:\n        msg: a\n      when: ${value.replace("¶", faulty)}\n`,
      );
      expect(reported(await loadFiles({ "site.yaml": text })), text).to.deep.equal([`site.yaml:${at} ${code}`]);
    });
  }

  it("points at the place in the anchored value that an alias repeats", async () => {
    const { text, at } = marked(
      "- hosts: all\n  vars:\n    a: &text >\n      ok\n      {{ ›nothing‹ }}\n    b: *text\n",
    );
    expect(reported(await loadFiles({ "site.yaml": text }))).to.deep.equal([`site.yaml:${at} load/undefined-name`]);
  });

  it("points at the place with Windows line ends", async () => {
    const { text, at } = marked("- hosts: all\n  vars:\n    a: >\n      ok\n      {{ ›nothing‹ }}\n");
    const outcome = await loadFiles({ "site.yaml": text.replaceAll("\n", "\r\n") });
    expect(reported(outcome)).to.deep.equal([`site.yaml:${at} load/undefined-name`]);
  });
});
