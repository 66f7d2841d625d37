import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { imageGroups, nameOf } from "../../../../lab/build/image-choice.ts";
import { readRecipe, recipeFolders } from "../../../../lab/build/image-recipe.ts";
import { ROOT } from "../../../../lab/settings.ts";

describe("lab/build/image-recipe", () => {
  const recipes = recipeFolders().map((folder) => ({ folder, recipe: readRecipe(folder) }));

  it("finds recipes for both groups: Kafka's images and all others", () => {
    const images = recipes.map(({ recipe }) => recipe.image);
    const groups = imageGroups(images);
    expect(groups["kafka"]?.map(nameOf)).to.have.members(["apache/kafka", "node"]);
    expect(Object.values(groups).flat().sort()).to.deep.equal(images.sort());
    expect(groups["pipeline"]).not.to.deep.equal([]);
  });

  for (const { folder, recipe } of recipes) {
    const text = readFileSync(join(folder, "Dockerfile"), "utf8");

    it(`${recipe.image} has a tag that never moves, and a Dockerfile that uses each of its parts`, () => {
      expect(recipe.image).to.match(/^[a-z0-9/]+:v?\d[\w.-]*$/);
      const parts = {
        "${BASE}": recipe.debian,
        "${TOOLS}": recipe.tools,
        "COPY jars|COPY --chown=\\S+ jars": existsSync(join(folder, "pom.xml")) ? true : undefined,
        "COPY projects": existsSync(join(folder, "maven")) ? true : undefined,
        "COPY --chown=\\S+ wheel": recipe.wheel,
        "COPY go/": recipe.go,
        "COPY node_modules": recipe.npm,
      };
      for (const [pattern, part] of Object.entries(parts)) {
        const found = new RegExp(pattern.replaceAll(/[${}]/g, "\\$&")).test(text);
        expect(found, pattern).to.equal(part !== undefined);
      }
    });
  }

  for (const { folder, recipe } of recipes.filter(({ recipe: { standIn } }) => standIn !== undefined)) {
    it(`${recipe.image} says in its label and its first line of output that it is a stand-in`, () => {
      expect(readFileSync(join(folder, "Dockerfile"), "utf8")).to.match(/^LABEL .*title="STAND-IN for /m);
      const main = readFileSync(join(folder, "app", "main.mjs"), "utf8");
      expect(/function start\(\) \{\n {2}log\("STAND-IN, not /.test(main), "its first line of output").to.equal(true);
    });
  }

  it("finds only npm packages of the versions that are installed here", () => {
    for (const { recipe } of recipes) {
      for (const [name, version] of Object.entries(recipe.npm ?? {})) {
        const text = readFileSync(join(ROOT, "node_modules", name, "package.json"), "utf8");
        expect(JSON.parse(text)).to.include({ name, version });
      }
    }
  });
});
