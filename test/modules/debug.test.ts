import { expect } from "chai";
import { Unknown } from "../../src/model/unknown.ts";
import { debug } from "../../src/modules/debug.ts";
import { decidePure } from "./lib/target.ts";

describe("debug", () => {
  it("shows a text, a value, and what is unknown", () => {
    const later = new Unknown("not run");
    expect(decidePure(debug, { msg: "hello" }).result).to.deep.equal({ msg: "hello" });
    expect(decidePure(debug, { var: { a: [1] } }).result).to.deep.equal({ msg: { a: [1] } });
    expect(decidePure(debug, { msg: later }).result["msg"]).to.equal(later);
    expect(decidePure(debug, { msg: false }).result).to.deep.equal({ msg: false });
  });
});
