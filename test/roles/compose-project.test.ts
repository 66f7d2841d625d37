import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import type { Value } from "../../src/model/value.ts";
import { calculated } from "../language/support.ts";

const FILE = join(import.meta.dirname, "..", "..", "..", "roles", "compose_project", "defaults", "main.yaml");
// The role's own file: its expressions come as their texts.
const defaults = parse(readFileSync(FILE, "utf8"), { logLevel: "silent" }) as Readonly<Record<string, string>>;

/** What `kafka_brokers` is with these groups of hosts; each host's address is its name. */
function brokers(groups: Readonly<Record<string, readonly string[]>>): Value {
  const hosts = Object.values(groups).flat();
  const hostvars = Object.fromEntries(hosts.map((host) => [host, { service_address: host }]));
  return calculated(defaults["kafka_brokers"] ?? "", { groups, hostvars, kafka_port: 9092 });
}

describe("what clients of Kafka ask first", () => {
  it("is main and the first worker, so that a further one changes nothing for them", () => {
    const two = brokers({ main: ["a"], worker: ["b"] });
    expect(two).to.deep.equal(["a:9092", "b:9092"]);
    expect(brokers({ main: ["a"], worker: ["b", "c"] })).to.deep.equal(two);
  });

  it("is main alone where there is no worker", () => {
    expect(brokers({ main: ["a"], worker: [] })).to.deep.equal(["a:9092"]);
    expect(brokers({ main: ["a"] })).to.deep.equal(["a:9092"]);
  });
});
