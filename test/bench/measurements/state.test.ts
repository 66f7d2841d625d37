import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { PLACE } from "../../../bench/contenders/contender.ts";
import { mistakes } from "../../../bench/measurements/state.ts";
import type { Piece } from "../../../bench/work.ts";

const PIECES: readonly Piece[] = [
  { kind: "directory", path: PLACE, mode: "0750" },
  { kind: "file", path: `${PLACE}/file`, content: "text", mode: "0640" },
  { kind: "link", path: `${PLACE}/link`, target: `${PLACE}/file` },
  { kind: "command", argv: ["touch", `${PLACE}/done`], creates: `${PLACE}/done` },
];

describe("bench/measurements/state", () => {
  let place = "";

  beforeEach(() => {
    place = join(mkdtempSync(join(tmpdir(), "provision-state-")), "place");
    mkdirSync(place);
    chmodSync(place, 0o750);
    writeFileSync(`${place}/file`, "text");
    chmodSync(`${place}/file`, 0o640);
    symlinkSync(`${place}/file`, `${place}/link`);
    writeFileSync(`${place}/done`, "");
  });

  afterEach(() => rmSync(join(place, ".."), { recursive: true }));

  it("accepts what is as the pieces say", () => {
    expect(mistakes(PIECES, place)).to.be.empty;
  });

  const BROKEN: Readonly<Record<string, () => void>> = {
    "another mode of a folder": () => chmodSync(place, 0o700),
    "other content": () => writeFileSync(`${place}/file`, "other"),
    "another mode of a file": () => chmodSync(`${place}/file`, 0o600),
    "a link to another path": () => {
      rmSync(`${place}/link`);
      symlinkSync("elsewhere", `${place}/link`);
    },
    "a command that has not run": () => rmSync(`${place}/done`),
  };
  for (const [what, spoil] of Object.entries(BROKEN)) {
    it(`finds ${what}`, () => {
      spoil();
      expect(mistakes(PIECES, place)).to.have.length(1);
    });
  }
});
