import { expect } from "chai";
import { originUrl } from "../../../src/cli/identity/git-config.ts";

const HEAD = '[core]\n\tbare = false\n[remote "upstream"]\n\turl = https://other\n';

/** Configurations and the URL of their remote `origin`. */
const CASES: readonly (readonly [string, string, string | undefined])[] = [
  [
    "as git writes it",
    `${HEAD}[remote "origin"]\n\turl = https://one\n\tfetch = +refs/*\n[branch "main"]\n`,
    "https://one",
  ],
  ["with Windows line ends", '[remote "origin"]\r\n\turl = https://one\r\n', "https://one"],
  ["on the line of the section", '[remote "origin"] url=https://one', "https://one"],
  ["in capitals", '[REMOTE "origin"]\nURL = https://one\n', "https://one"],
  ["in the old form of the section", "[remote.Origin]\nurl = https://one\n", "https://one"],
  ["with quotes and a comment", '[remote "origin"]\nurl = "https://one#x" ; https://two\n', "https://one#x"],
  ["with escapes", '[remote "ori\\gin"]\nurl = "https://a\\"b\\\\c"\n', 'https://a"b\\c'],
  ["continued on the next line", '[remote "origin"]\nurl = https://\\\none\n', "https://one"],
  ["with two URLs", '[remote "origin"]\nurl = https://one\nurl = https://two\n', "https://one"],
  ["after a push URL", '[remote "origin"]\npushurl = https://two\nurl = https://one\n', "https://one"],
  [
    "after a comment",
    '[remote "origin"]\n# url = https://two\n; url = https://two\nurl = https://one\n',
    "https://one",
  ],
  ["of another remote", HEAD, undefined],
  ["of a remote in other letters", '[remote "Origin"]\nurl = https://one\n', undefined],
  ["of a submodule", '[submodule "origin"]\nurl = https://one\n', undefined],
  ["that is empty", '[remote "origin"]\nurl =\n', undefined],
  ["whose quote is not closed", '[remote "origin"]\nurl = "https://one\n', undefined],
  ["in what is no configuration", "\u0000\u0001]]]][[[[\n=\nurl = https://one\n", undefined],
];

describe("cli/identity/git-config", () => {
  for (const [what, config, url] of CASES) {
    it(`reads a URL ${what}`, () => {
      expect(originUrl(config)).to.equal(url);
    });
  }
});
