import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { registryPath, savedImage } from "../../../../lab/registry/registry-images.ts";

describe("lab/registry/registry-images", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "saved-"));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function put(path: string, content: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }

  const saved = (config: string, layers: readonly string[]) =>
    put("manifest.json", JSON.stringify([{ Config: config, RepoTags: ["one:1"], Layers: layers }]));
  const configuration = JSON.stringify({ rootfs: { type: "layers", diff_ids: ["sha256:aa", "sha256:bb"] } });

  it("puts images whose name has no owner into library", () => {
    expect(registryPath("apache/kafka:4.4.0")).to.deep.equal({ name: "apache/kafka", tag: "4.4.0" });
    expect(registryPath("flink:2.3.0")).to.deep.equal({ name: "library/flink", tag: "2.3.0" });
  });

  it("reads the format of older engines: layers by id, digests in the configuration", () => {
    saved("c0ffee.json", ["1/layer.tar", "2/layer.tar"]);
    put("c0ffee.json", configuration);
    put("1/layer.tar", "one");
    put("2/layer.tar", "three");
    const { config, layers } = savedImage(folder);
    expect(config).to.include({ digest: "sha256:c0ffee", size: configuration.length });
    expect(layers.map(({ digest, size }) => [digest, size])).to.deep.equal([
      ["sha256:aa", 3],
      ["sha256:bb", 5],
    ]);
  });

  it("reads the format of newer engines: everything by its digest, whatever the configuration lists", () => {
    saved("blobs/sha256/c0ffee", ["blobs/sha256/cc"]);
    put("blobs/sha256/c0ffee", configuration);
    put("blobs/sha256/cc", "one");
    const { config, layers } = savedImage(folder);
    expect(config.digest).to.equal("sha256:c0ffee");
    expect(layers.map(({ digest }) => digest)).to.deep.equal(["sha256:cc"]);
  });
});
