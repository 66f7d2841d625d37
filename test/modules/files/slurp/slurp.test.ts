import { expect } from "chai";
import fc from "fast-check";
import { symlinkSync, writeFileSync } from "node:fs";
import { Unknown } from "../../../../src/model/unknown.ts";
import { slurp } from "../../../../src/modules/files/slurp/slurp.ts";
import { textContent } from "../../../../src/modules/lib/text-content.ts";
import { template } from "../../../../src/modules/template.ts";
import { rendered } from "../../../language/support.ts";
import { predictedFrom, Target, withDefaults } from "../../lib/target.ts";

describe("modules/slurp", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const contentOf = async (src: string) => (await target.run(slurp, { src })).result["content"];
  const codeOf = async (src: string) => (await target.faultOf(slurp, { src }))?.code;

  it("reads any bytes", async () => {
    const bytes = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256));
    writeFileSync(target.path("f"), bytes);
    symlinkSync("f", target.path("link"));
    expect(await contentOf(target.path("link"))).to.equal(bytes.toString("base64"));
    writeFileSync(target.path("empty"), "");
    expect(await contentOf(target.path("empty"))).to.equal("");
  });

  it("reads up to 1 MiB", async () => {
    writeFileSync(target.path("f"), Buffer.alloc(1_048_576, 1));
    expect(await codeOf(target.path("f"))).to.equal(undefined);
    writeFileSync(target.path("f"), Buffer.alloc(1_048_577, 1));
    expect(await codeOf(target.path("f"))).to.equal("modules/too-large-to-read");
  }).timeout(20_000);

  it("fails if there is no file", async () => {
    expect(await codeOf(target.path("none"))).to.equal("modules/nothing-to-read");
    expect(await codeOf(target.folder)).to.equal("modules/is-directory");
  });

  it("reads in check mode what an earlier task would write", async () => {
    const src = target.path("f");
    writeFileSync(src, "old");
    const state = await target.probe(slurp, { src });
    const decideAfter = (text: string | Unknown) => {
      const change = { resource: { kind: "path", name: src }, after: { type: "file", text } } as const;
      return slurp.decide({ src }, state, predictedFrom([change]));
    };
    expect(decideAfter("new").result["content"]).to.equal(Buffer.from("new").toString("base64"));
    expect(decideAfter(new Unknown("later")).unpredictable).to.equal(`the content of ${src} is not known`);
  });

  it("returns every string that a template has written", async () => {
    const dest = target.path("f");
    const text = fc.string({ unit: "binary", maxLength: 2000, size: "max" });
    await fc.assert(
      fc.asyncProperty(text, async (string) => {
        const args = withDefaults(template, {
          dest,
          src: textContent(rendered("{{text}}", { text: string }) as string, "template"),
        });
        const { applied } = await target.run(template, args);
        expect(applied?.ok ?? true).to.equal(true);
        expect(Buffer.from((await contentOf(dest)) as string, "base64").toString("utf8")).to.equal(string);
      }),
      { numRuns: 12 },
    );
  }).timeout(30_000);
});
