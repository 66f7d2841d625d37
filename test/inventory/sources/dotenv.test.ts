import { expect } from "chai";
import { parseDotenv, readEnvironment } from "../../../src/inventory/sources/dotenv.ts";
import { startReading } from "../../../src/load/reading.ts";
import { withProject } from "../../load/temporary-project.ts";

const values = (text: string) =>
  Object.fromEntries([...parseDotenv(text, ".env").values].map(([name, { value }]) => [name, value]));

describe("inventory/sources/dotenv", () => {
  it("reads names, quotes, comments and export", () => {
    expect(
      values(
        `# servers\nSERVER1=192.0.2.1\nexport SERVER2 = "b c" # second\nRAW='a \\n $x'\nESCAPED="a\\nb\\"c"\nEMPTY=\nHASH=a#b # c\n`,
      ),
    ).to.deep.equal({
      SERVER1: "192.0.2.1",
      SERVER2: "b c",
      RAW: "a \\n $x",
      ESCAPED: 'a\nb"c',
      EMPTY: "",
      HASH: "a#b",
    });
  });

  it("uses the last line for a name and reports its position", () => {
    const { values: found } = parseDotenv("A=1\r\nexport A=2\r\n", ".env");
    expect(found.get("A")).to.deep.equal({ value: "2", origin: { file: ".env", line: 2, col: 8, end: 9 } });
  });

  it("takes names of JavaScript's objects as data", async () => {
    await withProject({ ".env": "constructor=foo\ntoString=bar\n" }, async (root) => {
      const { variables } = await readEnvironment({ PATH: "/bin" }, startReading(root));
      expect([...variables.values()].map((one) => one.from === "data" && one.value)).to.deep.equal(["foo", "bar"]);
    });
  });

  it("reports each line that is not an assignment", () => {
    const { faults } = parseDotenv('one two\nA=\'x\n\nB="x" y\n=1\n', ".env");
    expect(faults.map(({ origin }) => origin?.line)).to.deep.equal([1, 2, 4, 5]);
  });
});
