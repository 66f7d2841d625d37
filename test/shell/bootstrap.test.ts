import { expect } from "chai";
import { Secret } from "../../src/model/secret.ts";
import { bootstrap } from "../../src/shell/bootstrap.ts";

describe("the command that starts a shell", () => {
  const password = new Secret("hush");

  it("passes through any login shell: one line, with nothing that one of them would touch inside its quotes", () => {
    for (const become of [undefined, { user: "root", password: undefined }, { user: "root", password }]) {
      const { command } = bootstrap(become, "abc");
      expect(command).to.match(/^exec [^'\n\\!]*sh -c '[^'\n\\!]*'$/);
    }
  });

  it("lets sudo ask only where there is a password, which it does not hold", () => {
    expect(bootstrap({ user: "app", password: undefined }, "abc").command).to.match(/^exec sudo -n -H -u app sh /);
    const asking = bootstrap({ user: "app", password }, "abc");
    expect(asking.command)
      .to.include(`-p ${String(asking.prompt)}`)
      .and.not.include("hush");
  });

  it("is not made for what cannot be a user's name", () => {
    for (const user of ["", "-s", "a b", "$(id)", "a;b", "a\nb"]) {
      expect(() => bootstrap({ user, password: undefined }, "abc"), user).to.throw(RangeError);
    }
  });
});
