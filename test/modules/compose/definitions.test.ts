import { expect } from "chai";
import { Unknown } from "../../../src/model/unknown.ts";
import { parseEnv, readDefinitions, type Definitions } from "../../../src/modules/compose/definitions.ts";

function definitions(files: Readonly<Record<string, string>>): Definitions {
  const found = readDefinitions(["docker-compose.yml"], (file) => files[file]);
  if (found instanceof Unknown) throw new Error(found.reason);
  return found;
}

const fingerprint = (files: Readonly<Record<string, string>>, name: string) =>
  definitions(files).services.get(name)?.fingerprint;

describe("modules/compose/definitions", () => {
  it("reads included files and extended services", () => {
    const files = {
      "docker-compose.yml":
        "include: [roles/a.yml, {path: [roles/b.yml]}]\nservices: {c: {extends: {file: base.yml, service: x}}}\n",
      "roles/a.yml": "services: {a: {image: 'a:1', env_file: [{path: a.env}]}}\n",
      "roles/b.yml": "services: {b: {image: 'b:1', depends_on: [a], profiles: [extra]}}\n",
      "roles/a.env": "A=1\n",
      "base.yml": "services: {x: {image: 'x:1'}}\n",
    };
    const { services } = definitions(files);
    expect([...services.keys()].sort()).to.deep.equal(["a", "b", "c"]);
    expect(services.get("b")).to.deep.include({ dependsOn: ["a"], inProfile: true });
    expect(fingerprint({ ...files, "roles/a.env": "A=2\n" }, "a")).to.not.equal(services.get("a")?.fingerprint);
    expect(fingerprint({ ...files, "base.yml": "services: {x: {image: 'x:2'}}\n" }, "c")).to.not.equal(
      services.get("c")?.fingerprint,
    );
    expect(fingerprint({ ...files, "base.yml": "services: {x: {image: 'x:2'}}\n" }, "a")).to.equal(
      services.get("a")?.fingerprint,
    );
  });

  it("resolves anchors and merge keys, and ignores the order of keys", () => {
    const one = "x-base: &base {restart: always, init: true}\nservices: {a: {<<: *base, image: 'a:1'}}\n";
    const two = "services: {a: {image: 'a:1', init: true, restart: always}}\n";
    expect(fingerprint({ "docker-compose.yml": one }, "a")).to.equal(fingerprint({ "docker-compose.yml": two }, "a"));
  });

  it("takes the project's name from .env, else from the file, as compose does", () => {
    const text = "services: {a: {image: 'a:1'}}\n";
    expect(definitions({ "docker-compose.yml": `name: one\n${text}` }).name).to.equal("one");
    const env = { ".env": "COMPOSE_PROJECT_NAME=two\n" };
    expect(definitions({ "docker-compose.yml": `name: one\n${text}`, ...env }).name).to.equal("two");
    expect(definitions({ "docker-compose.yml": text, ...env }).name).to.equal("two");
  });

  it("stops at circular includes and extends", () => {
    expect(
      definitions({ "docker-compose.yml": "include: [docker-compose.yml]\nservices: {a: {extends: a}}\n" }).services
        .size,
    ).to.equal(1);
  });

  it("is unknown if a file is unknown or is not YAML", () => {
    expect(readDefinitions(["a.yml"], () => new Unknown("too long"))).to.deep.equal(new Unknown("too long"));
    expect(readDefinitions(["a.yml"], () => "a: [")).to.be.instanceOf(Unknown);
  });

  it("reads names and values from env files", () => {
    expect([...parseEnv("A=1\n\n# B=2\nexport C = x y \nno line\nD=\n")]).to.deep.equal([
      ["A", "1"],
      ["C", "x y"],
      ["D", ""],
    ]);
  });
});
