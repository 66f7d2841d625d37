import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import { toLine } from "../../src/events/line.ts";
import { eventsSchema } from "../../src/events/schema.ts";
import { RESULT, SAMPLES } from "./samples.ts";

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(eventsSchema);
const wire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("events/schema", () => {
  for (const sample of SAMPLES) {
    it(`accepts a line of ${sample.event}`, () => {
      expect(validate(wire(toLine(sample))), JSON.stringify(validate.errors)).to.be.true;
    });
  }

  it("has samples of every kind of event", () => {
    const titles = (eventsSchema["oneOf"] as { title: string }[]).map(({ title }) => title);
    expect(new Set(SAMPLES.map(({ event }) => event))).to.deep.equal(new Set(titles));
  });

  it("rejects a status that does not exist", () => {
    expect(validate(wire({ ...toLine(RESULT), status: "great" }))).to.be.false;
  });

  it("rejects a line without its origin", () => {
    const { origin, ...rest } = RESULT;
    expect(origin.line).to.equal(12);
    expect(validate(wire({ ...rest, diff: [] }))).to.be.false;
  });

  it("rejects unknown fields", () => {
    expect(validate(wire({ ...toLine(RESULT), fault: {} }))).to.be.false;
  });
});
