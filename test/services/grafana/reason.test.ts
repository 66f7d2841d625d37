import { expect } from "chai";
import { isWrongQuery, errorMessageIn } from "../../../src/services/grafana/reason.ts";

/** Messages recorded from Druid 33. */
const WRONG = [
  "Column 'foo' not found in any table (line [1], column [8])",
  "Column 'foo' not found in table 'r' (line [1], column [47])",
  "Table 'x' not found (line [1], column [8])",
  "Non-query expression encountered in illegal context",
  "No match found for function signature nofun(<NUMERIC>) (line [1], column [8])",
  "Invalid number of arguments to function 'SUM'. Was expecting 1 arguments (line [1], column [8])",
  "Cannot apply '+' to arguments of type '<VARCHAR> + <BOOLEAN>'. Supported form(s): '<NUMERIC> + <NUMERIC>'",
  "Incorrect syntax near the keyword 'WHERE' at line 1, column 32.",
  "Expression 'sensor' is not being grouped (line [1], column [8])",
];

describe("services/grafana/reason", () => {
  for (const reason of WRONG) {
    it(`recognizes a wrong query: ${reason.slice(0, 30)}`, () => {
      expect(isWrongQuery(reason)).to.equal(true);
    });
  }

  it("accepts a table that does not exist yet and an unreachable service", () => {
    expect(isWrongQuery("Object 'nope' not found (line [1], column [15])")).to.equal(false);
    expect(isWrongQuery("Druid answers 503: Service Unavailable")).to.equal(false);
  });

  it("returns an error unchanged if what it quotes is not JSON", () => {
    const error = String.raw`answer: {"errorMessage": "a\qb"}`;
    expect(errorMessageIn(error)).to.equal(error);
  });

  it("finds Druid's own message in an error that quotes it", () => {
    const error = { error: "druidException", errorMessage: "Column \"a\\b\" 'c'\nnot found", context: {} };
    expect(errorMessageIn(`Druid answers 400: ${JSON.stringify(error)}`)).to.equal(error.errorMessage);
    expect(errorMessageIn("it timed out")).to.equal("it timed out");
  });
});
