import { expect } from "chai";
import { mountPointsBelow, removalCommands } from "../../../../lab/engine/traces.ts";

describe("lab/engine/traces: firewall", () => {
  it("removes the engine's rules, then its chains, and nothing else", () => {
    const rules = [
      "-P FORWARD DROP",
      "-N DOCKER",
      "-N VPN",
      "-A FORWARD -i tun0 -j VPN",
      "-A FORWARD -o docker0 -j DOCKER",
      "-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE",
    ];
    expect(removalCommands(rules).map((words) => words.join(" "))).to.deep.equal([
      "-D FORWARD -o docker0 -j DOCKER",
      "-D POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE",
      "-F DOCKER",
      "-X DOCKER",
    ]);
  });
});

describe("lab/engine/traces: mounts", () => {
  it("finds mounts at and below the engine's folders, inner ones first", () => {
    const mounts = [
      "/dev/a /cache/docker ext4 rw 0 0",
      "overlay /cache/docker/x overlay rw 0 0",
      "b /cache/docker2 c rw 0 0",
      "",
    ];
    expect(mountPointsBelow(mounts.join("\n"), ["/cache/docker"])).to.deep.equal(["/cache/docker/x", "/cache/docker"]);
  });
});
