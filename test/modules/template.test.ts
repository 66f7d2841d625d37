import { expect } from "chai";
import { readFileSync } from "node:fs";
import { textContent } from "../../src/modules/lib/text-content.ts";
import { template } from "../../src/modules/template.ts";
import { Target } from "./lib/target.ts";

describe("template", () => {
  it("writes the rendered template once", async () => {
    const target = new Target();
    const args = {
      src: textContent("listener=9092\n", "server.properties.hbs"),
      dest: target.path("server.properties"),
    };
    const first = await target.run(template, args);
    expect(first.changes[0]?.after).to.include({ text: "listener=9092\n", mode: "0644" });
    expect(readFileSync(args.dest, "utf8")).to.equal("listener=9092\n");
    expect((await target.run(template, args)).changes).to.deep.equal([]);
    target.remove();
  });
});
