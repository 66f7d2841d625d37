import { expect } from "chai";
import { rendered, TEMPLATES, thirtyPieces } from "../../bench/work.ts";

describe("the thirty pieces", () => {
  it("are thirty, all in the folder that the measurement empties", () => {
    const pieces = thirtyPieces("/place");
    expect(pieces).to.have.length(30);
    for (const { path } of pieces.flatMap((piece) => ("path" in piece ? piece : [])))
      expect(path).to.match(/^\/place(\/|$)/);
  });

  it("make folders before what is in them", () => {
    const made = new Set(["/place"]);
    for (const piece of thirtyPieces("/place")) {
      if (piece.kind === "directory") made.add(piece.path);
      if (piece.kind === "file") expect(made).to.include(piece.path.replace(/\/[^/]*$/, ""));
    }
  });

  it("have templates without a placeholder that is not filled in", () => {
    for (const name of TEMPLATES.keys()) expect(rendered(name)).to.include("sensors").and.not.match(/\{\{/);
  });
});
