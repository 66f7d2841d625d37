import { expect } from "chai";
import { mountsBelow, removalsOf } from "../../../../lab/engine/traces.ts";

describe("what an engine leaves in the firewall", () => {
  it("is removed, rules before chains, and nobody else's", () => {
    const rules = [
      "-P FORWARD DROP",
      "-N DOCKER",
      "-N VPN",
      "-A FORWARD -i tun0 -j VPN",
      "-A FORWARD -o docker0 -j DOCKER",
      "-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE",
    ];
    expect(removalsOf(rules).map((words) => words.join(" "))).to.deep.equal([
      "-D FORWARD -o docker0 -j DOCKER",
      "-D POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE",
      "-F DOCKER",
      "-X DOCKER",
    ]);
  });
});

describe("what an engine leaves mounted", () => {
  it("is found at and below its folders, inner mounts first", () => {
    const mounts = [
      "/dev/a /cache/docker ext4 rw 0 0",
      "overlay /cache/docker/x overlay rw 0 0",
      "b /cache/docker2 c rw 0 0",
      "",
    ];
    expect(mountsBelow(mounts.join("\n"), ["/cache/docker"])).to.deep.equal(["/cache/docker/x", "/cache/docker"]);
  });
});
