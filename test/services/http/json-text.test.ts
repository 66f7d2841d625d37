import { expect } from "chai";
import { Secret } from "../../../src/model/secret.ts";
import { jsonText } from "../../../src/services/http/json-text.ts";

describe("services/http/json-text", () => {
  it("reveals secrets at any depth and keeps everything else", () => {
    const value = { user: "admin", parts: [{ password: new Secret("hunter22") }], none: null, n: 1.5 };
    expect(jsonText(value)).to.equal('{"user":"admin","parts":[{"password":"hunter22"}],"none":null,"n":1.5}');
  });
});
