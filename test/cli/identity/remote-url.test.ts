import { expect } from "chai";
import { repositoryOf } from "../../../src/cli/identity/remote-url.ts";

const FOLDER = "/home/me/site";

/** Forms of the URL of one repository. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  "git.example.com/org/site": [
    "https://git.example.com/org/site.git",
    "https://git.example.com/org/site",
    "https://git.example.com/org/site.git/",
    "https://git.example.com:443//org/site/",
    "https://GIT.Example.com/org/site.git?ref=main#readme",
    "HTTPS://git.example.com/org/site.git",
    "http://git.example.com:80/org/site.git",
    "https://token@git.example.com/org/site.git",
    "https://me:pass%2Fword@git.example.com/org/site.git",
    "https://me@corp.example:p@ss@git.example.com/org/site.git",
    "ssh://git@git.example.com/org/site.git",
    "ssh://git@git.example.com:22/org/./site.git",
    "ssh://git.example.com/~/org/site",
    "git+ssh://git@git.example.com/org/site",
    "git://git.example.com:9418/org/site.git",
    "git@git.example.com:org/site.git",
    "git@git.example.com:/org/site.git",
    "git@git.example.com:~/org/site",
    "git.example.com:org/site",
  ],
  "git.example.com:2222/org/site": [
    "ssh://git@git.example.com:2222/org/site.git",
    "https://git.example.com:2222/org/site",
  ],
  "git.example.com/~me/Site of 100%": [
    "https://git.example.com/~me/Site%20of%20100%25",
    "git.example.com:~me/Site of 100%",
  ],
  "[::1]/site": ["ssh://git@[::1]:22/site.git", "git@[::1]:site.git"],
  "/srv/git/site": [
    "/srv/git/site.git",
    "file:///srv/git/site.git/",
    "file://localhost/srv/git/site",
    "../../../srv/git/site",
  ],
  "/srv/me@corp/site": ["/srv/me@corp/site/.git"],
};

/** Those that are in no known form, or where part of a password might be taken for the path. */
const UNKNOWN = [
  "",
  "https://",
  "https://git.example.com",
  "https://git.example.com/.git",
  "https://me:pass/word@git.example.com/org/site.git",
  "https://me:12/word@git.example.com/org/site.git",
  "https://me:12/a?b@git.example.com/org/site.git",
  "https://git.example.com:port/org/site",
  "https://git.example.com/%zz",
  "https://git.example.com/a%0Ab",
  "me:password@git.example.com/org/site.git",
  "me:password@git.example.com:org/site.git",
  "token@git.example.com/org/site.git",
  "ext::sh -c 'login hunter2' %S",
  "codecommit::eu-west-1://me@site",
  "gopher://git.example.com/org/site",
  "https://git.example.com/a\u001b[2Jb",
  `https://git.example.com/${"a".repeat(5000)}`,
];

describe("cli/identity/remote-url", () => {
  for (const [repository, urls] of Object.entries(SAME)) {
    for (const url of urls) {
      it(`calls ${url} ${repository}`, () => {
        expect(repositoryOf(url, FOLDER)).to.equal(repository);
      });
    }
  }

  for (const url of UNKNOWN) {
    it(`does not know what ${JSON.stringify(url.slice(0, 60))} leads to`, () => {
      expect(repositoryOf(url, FOLDER)).to.equal(undefined);
    });
  }
});
