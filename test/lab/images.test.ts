import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { labUp, standIns } from "../../lab/api.ts";
import { tryDocker } from "../../lab/engine/docker.ts";
import { readRecipe, recipeFolders } from "../../lab/build/image-recipe.ts";
import { localName } from "../../lab/build/images.ts";
import { ROOT } from "../../lab/settings.ts";
import { skipBecause, standIn } from "../../tools/test/notes.ts";
import { siteImages } from "./early-images.ts";

/** Time limit for building all images with nothing cached, in milliseconds. */
const BUILD_TIMEOUT = 30 * 60_000;

/** A row of the table in docs/images.md: its cells by column heading. */
type Row = Readonly<Record<string, string>>;

/** The parts of `docker image inspect` that the table lists. */
interface Config {
  readonly Entrypoint: readonly string[] | null;
  readonly Cmd: readonly string[] | null;
  readonly User?: string;
  readonly ExposedPorts?: Readonly<Record<string, unknown>>;
  readonly Volumes: Readonly<Record<string, unknown>> | null;
  readonly StopSignal?: string;
}

const cells = (line: string): string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

function rowsOf(text: string): Row[] {
  const [head = "", , ...lines] = text.split("\n").filter((line) => line.startsWith("|"));
  const names = cells(head);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, index) => [names[index] ?? "", cell])));
}

const words = (text = ""): string[] => text.split(" ").filter((word) => word !== "");

/** The table's row for an image's configuration. */
function rowFor(config: Config): Row {
  const ports = Object.keys(config.ExposedPorts ?? {}).map((port) => port.replace("/tcp", ""));
  return {
    "entry point": (config.Entrypoint ?? []).join(" "),
    command: (config.Cmd ?? []).join(" "),
    user: config.User ?? "",
    ports: ports.sort().join(" "),
    volumes: Object.keys(config.Volumes ?? {})
      .sort()
      .join(" "),
    stop: config.StopSignal ?? "",
  };
}

/** A shell command that succeeds if the path exists, or if the program is on the PATH. */
const exists = (thing: string): string => (thing.startsWith("/") ? `test -e ${thing}` : `command -v ${thing}`);

describe("lab/images of docs/images.md", function () {
  this.timeout(60_000);
  const rows = rowsOf(readFileSync(join(ROOT, "docs", "images.md"), "utf8"));

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    await labUp({ hosts: ["server1"], images: false });
    await siteImages();
    for (const image of standIns()) standIn("a small program of the lab's own", image);
  });

  it("are those that the lab has recipes for, except the plain runtime", () => {
    const images = recipeFolders().map((folder) => readRecipe(folder).image);
    const served = images.filter((image) => !image.startsWith("node:"));
    expect(rows.map((row) => row["image"]).sort()).to.deep.equal(served.sort());
  });

  for (const row of rows) {
    const image = localName(row["image"] ?? "");

    it(`${image} matches the page if it was built here`, async function () {
      const inspected = await tryDocker(["image", "inspect", "--format", "{{json .Config}}", image]);
      if (inspected.code !== 0) skipBecause(this, "the public image was pulled");
      expect(row).to.include(rowFor(JSON.parse(inspected.stdout) as Config));
      const tests = [
        ...words(row["has"]).map((thing) => `${exists(thing)} >/dev/null || echo lacks ${thing}`),
        ...words(row["has not"]).map((thing) => `! ${exists(thing)} >/dev/null || echo has ${thing}`),
      ];
      const options = ["--rm", "--network", "none", "--entrypoint", "/bin/sh"];
      const outcome = await tryDocker(["run", ...options, image, "-c", tests.join("\n")]);
      expect(`${outcome.stdout}${outcome.stderr}`).to.equal("");
    });
  }
});
