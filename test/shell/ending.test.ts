import { expect } from "chai";
import { openLocal } from "../../src/connection/local.ts";
import { write } from "../../src/module/script.ts";
import { Shell } from "../../src/shell/shell.ts";
import { startShell } from "../../src/shell/start/start.ts";
import { valueOf } from "../errors/value-of.ts";

describe("shell/ending", () => {
  async function started(): Promise<Shell> {
    const parts = { host: "one", transport: openLocal(), become: undefined, within: 10 };
    return new Shell("one", valueOf(await startShell(parts)));
  }

  it("ends also a command that the shell begins after the first look", async () => {
    const [shell, other] = [await started(), await started()];
    try {
      process.kill(shell.pid, "SIGSTOP");
      const answer = shell.send([write`sleep 600`]);
      let looks = 0;
      const ended = await shell.end({
        send: async (scripts) => {
          const seen = await other.send(scripts);
          looks += 1;
          process.kill(shell.pid, "SIGCONT");
          return seen;
        },
      });
      expect(looks).to.be.greaterThan(1);
      expect(ended?.count).to.be.greaterThan(0);
      expect(await answer).to.have.nested.property("faults[0].code", "shell/interrupted");
    } finally {
      shell.close();
      other.close();
    }
  });
});
