import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import type { Value } from "../../src/model/value.ts";
import { calculated } from "../language/support.ts";

const FILE = join(import.meta.dirname, "..", "..", "..", "roles", "compose_project", "defaults", "main.yaml");
// The YAML parser reads expressions as strings.
const defaults = parse(readFileSync(FILE, "utf8"), { logLevel: "silent" }) as Readonly<Record<string, string>>;

/** The value of `kafka_brokers` for these groups of hosts; each host's address is its name. */
function brokers(groups: Readonly<Record<string, readonly string[]>>): Value {
  const hosts = Object.values(groups).flat();
  const hostvars = Object.fromEntries(hosts.map((host) => [host, { service_address: host }]));
  return calculated(defaults["kafka_brokers"] ?? "", { groups, hostvars, kafka_port: 9092 });
}

describe("roles/compose_project: kafka_brokers", () => {
  it("lists main and the first worker, so that a further worker changes nothing for clients", () => {
    const two = brokers({ main: ["a"], worker: ["b"] });
    expect(two).to.deep.equal(["a:9092", "b:9092"]);
    expect(brokers({ main: ["a"], worker: ["b", "c"] })).to.deep.equal(two);
  });

  it("lists main alone if there is no worker", () => {
    expect(brokers({ main: ["a"], worker: [] })).to.deep.equal(["a:9092"]);
    expect(brokers({ main: ["a"] })).to.deep.equal(["a:9092"]);
  });
});
