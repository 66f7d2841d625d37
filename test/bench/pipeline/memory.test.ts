import { expect } from "chai";
import { byService, medianOf, OUTSIDE, type Memory } from "../../../bench/pipeline/memory.ts";
import { memoryRows, memorySection } from "../../../bench/pipeline/memory-section.ts";

const memoryOf = (server: string, services: Record<string, number>): Memory =>
  new Map([[server, new Map(Object.entries(services))]]);

describe("bench/pipeline memory", () => {
  it("sums the processes of each container, and counts all others separately", () => {
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

  it("takes the median of all samples, so that short-lived processes do not count", () => {
    const looks = [10, 500, 12].map((mib) => memoryOf("one", { kafka: mib }));
    expect(medianOf(looks).get("one")?.get("kafka")).to.equal(12);
  });

  it("lists services by server, largest first, with sums", () => {
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

  it("marks stand-ins", () => {
    const memory = memoryOf("one", { grafana: 95 });
    expect(memorySection(memory, ["grafana/grafana:13.2.2"])).to.match(/not the real ones: grafana\/grafana:13\.2\.2/);
    expect(memorySection(memory, [])).to.not.match(/stand-in/);
  });
});
