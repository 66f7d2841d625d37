import { expect } from "chai";
import { Secret } from "../../src/model/secret.ts";
import { bootstrap } from "../../src/shell/bootstrap.ts";

describe("shell/bootstrap", () => {
  const password = new Secret("hush");

  it("works in any login shell: one line without characters that a shell expands inside the quotes", () => {
    for (const become of [undefined, { user: "root", password: undefined }, { user: "root", password }]) {
      const { command } = bootstrap(become, "abc");
      expect(command).to.match(/^exec [^'\n\\!]*sh -c '[^'\n\\!]*'$/);
    }
  });

  it("lets sudo prompt only if there is a password, and does not contain the password", () => {
    expect(bootstrap({ user: "app", password: undefined }, "abc").command).to.match(/^exec sudo -n -H -u app sh /);
    const prompting = bootstrap({ user: "app", password }, "abc");
    expect(prompting.command)
      .to.include(`-p ${String(prompting.prompt)}`)
      .and.not.include("hush");
  });

  it("rejects an invalid user name", () => {
    for (const user of ["", "-s", "a b", "$(id)", "a;b", "a\nb"]) {
      expect(() => bootstrap({ user, password: undefined }, "abc"), user).to.throw(RangeError);
    }
  });
});
