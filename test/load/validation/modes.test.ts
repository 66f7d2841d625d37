import { expect } from "chai";
import { loadFiles } from "../temporary-project.ts";

/** A mode as it is written in YAML without quotes, and the mode in quotes that the hint gives. */
const MODES: Readonly<Record<string, string>> = {
  "0644": '"0644".',
  "644": '"0644".',
  "0o644": '"0644".',
  "0o1777": '"1777".',
  "1777": '"1777".',
  "01777": '"1777".',
  "0": '"0000".',
  "0x1a4": '"0644".',
  "493": '"0755".',
  "420": '"0420", or "0644" if the number is decimal.',
  "700": '"0700".',
};

describe("load/validation/modes", () => {
  for (const [mode, hint] of Object.entries(MODES)) {
    it(`explains the mode ${mode}`, async () => {
      const site = `- hosts: all\n  tasks:\n    - template: { src: a, dest: /a, mode: ${mode} }\n`;
      const outcome = await loadFiles({ "site.yaml": site, "templates/a": "" });
      const faults = outcome.ok ? [] : outcome.faults;
      expect(faults.map(({ code, hint }) => `${code} ${hint}`)).to.deep.equal([
        `load/unquoted-mode Quote it: mode: ${hint}`,
      ]);
    });
  }
});
