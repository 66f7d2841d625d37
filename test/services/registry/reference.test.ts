import { expect } from "chai";
import { parseReference } from "../../../src/services/registry/reference.ts";

/** REGISTRY REPOSITORY TAG. */
function parts(image: string): string {
  const found = parseReference(image);
  return found ? `${found.registry} ${found.repository} ${found.tag}` : "none";
}

describe("services/registry/reference", () => {
  it("reads names by Docker's rules", () => {
    const expected = {
      postgres: "docker.io library/postgres latest",
      "postgres:17": "docker.io library/postgres 17",
      "apache/kafka:4.4.0": "docker.io apache/kafka 4.4.0",
      "docker.io/postgres:17": "docker.io library/postgres 17",
      "index.docker.io/apache/kafka": "docker.io apache/kafka latest",
      "localhost/a:1": "localhost a 1",
      "localhost:5000/a/b:1": "localhost:5000 a/b 1",
      "registry.example.org/team/app__x:v1_2-a.b": "registry.example.org team/app__x v1_2-a.b",
      "192.0.2.1:5000/a": "192.0.2.1:5000 a latest",
      "[2001:db8::1]:5000/a:2": "[2001:db8::1]:5000 a 2",
    };
    expect(Object.fromEntries(Object.keys(expected).map((image) => [image, parts(image)]))).to.deep.equal(expected);
  });

  it("rejects what is not the name of an image", () => {
    const wrong = [
      "",
      "Postgres:17",
      "a b",
      "a:",
      "a:b:c",
      "a//b",
      "/a",
      "a/",
      "a:-x",
      "http://host/a:1",
      "a/../b",
      "a?b",
    ];
    expect(wrong.map(parts)).to.deep.equal(wrong.map(() => "none"));
    expect(parts(`a:${"x".repeat(129)}`)).to.equal("none");
  });
});
