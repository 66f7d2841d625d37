import { expect } from "chai";
import { Secret } from "../../src/model/secret.ts";
import { bootstrap, withoutMarks } from "../../src/shell/bootstrap.ts";

describe("shell/bootstrap", () => {
  const password = new Secret("hush");

  it("works in any login shell: one line without characters that a shell expands inside the quotes", () => {
    for (const become of [undefined, { user: "root", password: undefined }, { user: "root", password }]) {
      const { command } = bootstrap(become, "abc");
      expect(command).to.match(/^exec \/bin\/sh -c '[^'\n\\!]*' sh '[^'\n\\!]*'$/);
    }
  });

  it("lets sudo prompt only if there is a password, and does not contain the password", () => {
    expect(bootstrap({ user: "app", password: undefined }, "abc").command).to.include('user=app; options="-n"; ');
    const prompting = bootstrap({ user: "app", password }, "abc");
    expect(prompting.command)
      .to.match(/ -p password-abc-\$\(\(\d+\+\d+\)\)"/)
      .and.not.include("hush");
  });

  it("has no mark in the command line, so that an echo of it is not taken for a mark", () => {
    const { command, ready, begun, prompt } = bootstrap({ user: "app", password }, "abc");
    for (const mark of [ready, begun, prompt]) {
      expect(mark).to.match(/^[a-z]+-abc-\d+$/);
      expect(command).not.to.include(mark);
    }
    expect(bootstrap(undefined, "abc").command).not.to.include(bootstrap(undefined, "abc").ready);
  });

  it("removes the loop and the random marks from a refusal by sudo", () => {
    const token = "0123456789abcdef".repeat(2);
    const refused = `password-${token}Sorry, a is not allowed to execute '/usr/bin/sh -c ready=ready-${token}; LC_ALL=C;' as b on c.`;
    expect(withoutMarks(refused)).to.equal("Sorry, a is not allowed to execute sh as b on c.");
    expect(withoutMarks("sudo: unknown user 'x'")).to.equal("sudo: unknown user 'x'");
  });

  it("rejects an invalid user name", () => {
    for (const user of ["", "-s", "a b", "$(id)", "a;b", "a\nb"]) {
      expect(() => bootstrap({ user, password: undefined }, "abc"), user).to.throw(RangeError);
    }
  });
});
