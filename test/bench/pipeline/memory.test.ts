import { expect } from "chai";
import { byService, middle, OUTSIDE, type Memory } from "../../../bench/pipeline/memory.ts";
import { memoryRows, memorySection } from "../../../bench/pipeline/memory-section.ts";

const memoryOf = (server: string, services: Record<string, number>): Memory =>
  new Map([[server, new Map(Object.entries(services))]]);

describe("the memory of the services", () => {
  it("is the sum of a container's processes; what runs in none is counted apart", () => {
    const text = [
      "service aa kafka",
      "service bb postgresql",
      "process aa 2048",
      "process bb 1024",
      "process bb 512",
      "process  1024",
      "process cc 1024",
      "process ",
      "",
    ].join("\n");
    expect([...byService(text)]).to.have.deep.members([
      ["kafka", 2],
      ["postgresql", 1.5],
      [OUTSIDE, 2],
    ]);
  });

  it("is the middle of all looks, so that what runs for moments does not count", () => {
    const looks = [10, 500, 12].map((mib) => memoryOf("one", { kafka: mib }));
    expect(middle(looks).get("one")?.get("kafka")).to.equal(12);
  });

  it("is a table by server, largest first, with sums", () => {
    const memory = new Map([
      ...memoryOf("one", { zookeeper: 90.4, kafka: 400, [OUTSIDE]: 300 }),
      ...memoryOf("two", { kafka: 900, [OUTSIDE]: 200 }),
    ]);
    expect(memoryRows(memory)).to.deep.equal([
      ["kafka", "400", "900", "1,300"],
      ["zookeeper", "90", "", "90"],
      [OUTSIDE, "300", "200", "500"],
      ["all", "790", "1,100", "1,890"],
    ]);
  });

  it("is not said of a stand-in as if it were the real one", () => {
    const memory = memoryOf("one", { grafana: 95 });
    expect(memorySection(memory, ["grafana/grafana:13.2.2"])).to.match(/not the real ones: grafana\/grafana:13\.2\.2/);
    expect(memorySection(memory, [])).to.not.match(/stand-in/);
  });
});
