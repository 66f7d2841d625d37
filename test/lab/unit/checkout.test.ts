import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { recordCheckout, rejectForeignServers } from "../../../lab/checkout.ts";
import { settingsFrom } from "../../../lab/settings.ts";

describe("lab/checkout", () => {
  let cache: string;

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), "lab-checkout-"));
  });

  afterEach(() => rmSync(cache, { recursive: true }));

  it("lets the checkout that started the servers use them, and rejects others with its path", () => {
    const settings = settingsFrom({ PROVISION_LAB_CACHE: cache });
    rejectForeignServers(settings, "/home/a/provision");
    recordCheckout(settings, "/home/a/provision");
    rejectForeignServers(settings, "/home/a/provision");
    expect(() => rejectForeignServers(settings, "/home/b/provision")).to.throw(/from \/home\/a\/provision.*lab:down/);
  });
});
