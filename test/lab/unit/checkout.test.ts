import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { noteCheckout, refuseOthersServers } from "../../../lab/checkout.ts";
import { settingsFrom } from "../../../lab/settings.ts";

describe("a lab's servers", () => {
  let cache: string;

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), "lab-checkout-"));
  });

  afterEach(() => rmSync(cache, { recursive: true }));

  it("are used by the checkout that started them, and refused to others, which are told whose they are", () => {
    const settings = settingsFrom({ PROVISION_LAB_CACHE: cache });
    refuseOthersServers(settings, "/home/a/provision");
    noteCheckout(settings, "/home/a/provision");
    refuseOthersServers(settings, "/home/a/provision");
    expect(() => refuseOthersServers(settings, "/home/b/provision")).to.throw(/from \/home\/a\/provision.*lab:down/);
  });
});
