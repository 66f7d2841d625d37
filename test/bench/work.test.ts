import { expect } from "chai";
import { rendered, TEMPLATES, thirtyPieces } from "../../bench/work.ts";

describe("bench/work", () => {
  it("has thirty pieces, all in the folder that the measurement empties", () => {
    const pieces = thirtyPieces("/place");
    expect(pieces).to.have.length(30);
    for (const { path } of pieces.flatMap((piece) => ("path" in piece ? piece : [])))
      expect(path).to.match(/^\/place(\/|$)/);
  });

  it("creates folders before their content", () => {
    const made = new Set(["/place"]);
    for (const piece of thirtyPieces("/place")) {
      if (piece.kind === "directory") made.add(piece.path);
      if (piece.kind === "file") expect(made).to.include(piece.path.replace(/\/[^/]*$/, ""));
    }
  });

  it("fills in every placeholder of the templates", () => {
    for (const name of TEMPLATES.keys()) expect(rendered(name)).to.include("sensors").and.not.match(/\{\{/);
  });
});
