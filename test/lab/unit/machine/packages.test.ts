import { expect } from "chai";
import { LAB_NEEDS, missingPackages } from "../../../../lab/machine/packages.ts";

describe("lab/machine/packages", () => {
  it("lists the packages whose programs are missing, each once", () => {
    const needs = [
      { file: "docker", package: "docker.io" },
      { file: "dockerd", package: "docker.io" },
      { file: "ssh", package: "openssh-client" },
      { file: "ip", package: "iproute2" },
    ];
    expect(missingPackages(needs, (file) => file === "ip")).to.deep.equal(["docker.io", "openssh-client"]);
  });

  it("lists nothing if every program exists", () => {
    expect(missingPackages(LAB_NEEDS, () => true)).to.deep.equal([]);
  });
});
