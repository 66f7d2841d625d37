import { ensureVariants } from "../../lab/api.ts";
import { skipBecause } from "../../tools/test/notes.ts";
import { startSshd, type Sshd } from "../ssh/sshd.ts";
import { anyHostCases, recordOn } from "./any-host.ts";
import { testContract, type Recording } from "./contract.ts";
import { install, VARIANTS, type Installed } from "./variants.ts";

const isRequired = process.env["PROVISION_REQUIRE_LAB"] === "1";

for (const variant of VARIANTS) {
  describe(`contract/${variant.name}`, () => {
    let installed: Installed | undefined;
    let sshd: Sshd | undefined;
    let recording: Recording;

    before(async function () {
      const tools = await ensureVariants();
      if (!tools.ok && isRequired) throw new Error(tools.reason);
      if (!tools.ok) skipBecause(this, tools.reason);
      installed = install(variant);
      sshd = await startSshd({ env: { PATH: installed.path } });
      recording = await recordOn(sshd);
    });
    after(async () => {
      await sshd?.stop();
      installed?.remove();
    });

    testContract(anyHostCases, () => recording);
  });
}
