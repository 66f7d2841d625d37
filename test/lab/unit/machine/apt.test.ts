import { expect } from "chai";
import { optionsFrom, sourcesFrom } from "../../../../lab/machine/apt.ts";

describe("lab/machine/apt", () => {
  it("uses the machine's own archives for the suite", () => {
    const targets = [
      "Docker|Docker CE|https://docker.example/linux/debian/",
      "Debian|Debian|http://archive.example/debian/",
      "Debian|Debian-Security|http://archive.example/security/",
    ].join("\n");
    expect(sourcesFrom(targets, "trixie")).to.deep.equal([
      "deb http://archive.example/debian trixie main",
      "deb http://archive.example/debian trixie-updates main",
      "deb http://archive.example/security trixie-security main",
    ]);
  });

  it("names no archive on a machine that does not run Debian", () => {
    expect(sourcesFrom("Ubuntu|Ubuntu|http://ubuntu.example/ubuntu/", "trixie")).to.deep.equal([]);
  });

  it("passes on the settings for downloads, without empty values", () => {
    const dump = [
      'Acquire "";',
      'Acquire::http "";',
      'Acquire::http::Proxy "http://proxy.example:3128";',
      'Acquire::Check-Date "false";',
      'Acquire::Languages:: "none";',
    ].join("\n");
    expect(optionsFrom(dump)).to.deep.equal([
      'Acquire::http::Proxy "http://proxy.example:3128";',
      'Acquire::Check-Date "false";',
    ]);
  });
});
