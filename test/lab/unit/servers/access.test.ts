import { expect } from "chai";
import { knownHostLines } from "../../../../lab/servers/access.ts";
import { hostNamed } from "../../../../lab/servers/host.ts";
import { settingsFrom } from "../../../../lab/settings.ts";
import { tableText } from "../../../../lab/table.ts";

describe("lab/servers/access and lab/table", () => {
  it("lists a host's keys under its address and its name, without their comments", () => {
    const keys = "ecdsa-sha2-nistp256 AAAA1 root@server1\nssh-ed25519 AAAA2 root@server1\n";
    expect(knownHostLines(hostNamed(settingsFrom({}), "server1"), keys)).to.deep.equal([
      "172.30.0.11,server1 ecdsa-sha2-nistp256 AAAA1",
      "172.30.0.11,server1 ssh-ed25519 AAAA2",
    ]);
  });

  it("aligns the columns of a table", () => {
    expect(tableText(["SERVER", "STATE"], [["one", "running"]])).to.equal("SERVER  STATE\none     running\n");
  });
});
