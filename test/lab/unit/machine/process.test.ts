import { expect } from "chai";
import { LabError } from "../../../../lab/lab-error.ts";
import { must, run } from "../../../../lab/machine/process.ts";

describe("lab/machine/process", () => {
  it("returns both outputs and the exit code", async () => {
    const outcome = await run(["sh", "-c", "cat; echo printed >&2; exit 3"], { input: "sent" });
    expect(outcome).to.deep.equal({ code: 3, stdout: "sent", stderr: "printed\n" });
  });

  it("returns a shell's exit codes if the program does not exist or is killed", async () => {
    expect((await run(["provision-lab-no-such-program"])).code).to.equal(127);
    expect((await run(["sh", "-c", "kill -TERM $$"])).code).to.equal(143);
  });

  it("fails with the command, its exit code and the end of its output", async () => {
    const error = await must(["sh", "-c", "seq 1 40; echo broken >&2; exit 9"]).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(LabError);
    expect(String(error)).to.contain("exit 9: sh -c").and.contain("  40\n  broken").and.not.contain("  20\n");
  });
});
