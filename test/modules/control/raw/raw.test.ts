import { expect } from "chai";
import { raw } from "../../../../src/modules/control/raw/raw.ts";
import { Target } from "../../lib/target.ts";

describe("modules/raw", () => {
  it("passes the script to the shell unchanged", async () => {
    const target = new Target();
    const { applied } = await target.run(raw, { cmd: "printf 'a b\\n' |\ntr a-z A-Z; echo \"$0\" >&2; exit 4" });
    expect(applied?.ok && applied.value).to.include({ rc: 4, stdout: "A B", stderr: "/bin/sh" });
    target.remove();
  });
});
