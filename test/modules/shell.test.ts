import { expect } from "chai";
import { shell } from "../../src/modules/shell.ts";
import { Target } from "./lib/target.ts";

describe("shell", () => {
  it("passes the script to the shell unchanged", async () => {
    const target = new Target();
    const { applied } = await target.run(shell, { cmd: "printf 'a b\\n' |\ntr a-z A-Z; echo \"$0\" >&2; exit 4" });
    expect(applied?.ok && applied.value).to.include({ rc: 4, stdout: "A B", stderr: "/bin/sh" });
    target.remove();
  });
});
