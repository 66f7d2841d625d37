import { expect } from "chai";
import { Secret } from "../../../src/model/secret.ts";
import { jsonText } from "../../../src/services/http/json-text.ts";

describe("services/http-body", () => {
  it("writes secrets out, however deep, and everything else as it is", () => {
    const value = { user: "admin", parts: [{ password: new Secret("hunter22") }], none: null, n: 1.5 };
    expect(jsonText(value)).to.equal('{"user":"admin","parts":[{"password":"hunter22"}],"none":null,"n":1.5}');
  });
});
