import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import pLimit from "p-limit";
import { dockerArgv } from "../engine/docker.ts";
import { LabError } from "../lab-error.ts";
import { must } from "../machine/process.ts";
import { answers, pushUrl } from "./registry.ts";
import type { Settings } from "../settings.ts";

const MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
const CONFIG = "application/vnd.docker.container.image.v1+json";
const LAYER = "application/vnd.docker.image.rootfs.diff.tar";

/** An image's name and tag in the registry. A public name without an owner belongs to `library` there. */
export function registryPath(image: string): { name: string; tag: string } {
  const [name = "", tag = "latest"] = image.split(":");
  return { name: name.includes("/") ? name : `library/${name}`, tag };
}

const repositoryUrl = (settings: Settings, image: string): string =>
  `${pushUrl(settings)}/v2/${registryPath(image).name}`;

const manifestUrl = (settings: Settings, image: string): string =>
  `${repositoryUrl(settings, image)}/manifests/${registryPath(image).tag}`;

export function hasInRegistry(settings: Settings, image: string): Promise<boolean> {
  return answers(manifestUrl(settings, image), { method: "HEAD", headers: { accept: MANIFEST } });
}

/** A file of a saved image, with its entry in a manifest. */
interface Blob {
  readonly file: string;
  readonly mediaType: string;
  readonly size: number;
  readonly digest: string;
}

/** One upload at a time, so that a later one finds the layers that it shares with an earlier one. */
const oneByOne = pLimit(1);

/**
 * Uploads a local image to the registry under its public name, with uncompressed layers. `docker push` would compress
 * them, which takes more processor time than copying them.
 */
export const uploadToRegistry = (settings: Settings, local: string, image: string): Promise<void> =>
  oneByOne(async () => {
    const folder = mkdtempSync(join(settings.cache, "upload-"));
    try {
      const save = ["bash", "-o", "pipefail", "-c", '"$@" | tar -xf - -C "$0"', folder] as const;
      await must([...save, ...dockerArgv(["save", local])]);
      const { config, layers } = savedImage(folder);
      for (const blob of [config, ...layers]) await uploadBlob(settings, image, blob);
      await uploadManifest(settings, image, config, layers);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

/** The parts of an image as `docker save` lays them out: https://github.com/moby/docker-image-spec */
export function savedImage(folder: string): { config: Blob; layers: Blob[] } {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const [saved] = read("manifest.json") as { Config: string; Layers: string[] }[];
  if (saved === undefined) throw new LabError(`docker save wrote no image to ${folder}.`);
  const { rootfs } = read(saved.Config) as { rootfs: { diff_ids: string[] } };
  const blob = (path: string, mediaType: string, digest: string): Blob => {
    const file = join(folder, path);
    return { file, mediaType, size: statSync(file).size, digest };
  };
  return {
    config: blob(saved.Config, CONFIG, `sha256:${basename(saved.Config, ".json")}`),
    layers: saved.Layers.map((path, at) => blob(path, LAYER, digestIn(path) ?? rootfs.diff_ids[at] ?? "")),
  };
}

/** The digest in a layer's path; undefined for older engines, which use other names. */
function digestIn(path: string): string | undefined {
  const digest = /^blobs\/sha256\/(\w+)$/.exec(path)?.[1];
  return digest === undefined ? undefined : `sha256:${digest}`;
}

/** By digest, an image to which this process has already uploaded the blob. */
const uploaded = new Map<string, string>();

/** https://distribution.github.io/distribution/spec/api/#pushing-an-image */
async function uploadBlob(settings: Settings, image: string, { file, size, digest }: Blob): Promise<void> {
  const repository = repositoryUrl(settings, image);
  if (await answers(`${repository}/blobs/${digest}`, { method: "HEAD" })) return;
  const source = uploaded.get(digest);
  const mount = source === undefined ? "" : `?mount=${digest}&from=${registryPath(source).name}`;
  const begun = await send(`${repository}/blobs/uploads/${mount}`, { method: "POST" });
  uploaded.set(digest, image);
  if (begun.status === MOUNTED) return;
  const to = new URL(begun.headers.get("location") ?? "");
  to.searchParams.set("digest", digest);
  const headers = { "content-type": "application/octet-stream", "content-length": String(size) };
  const body = Readable.toWeb(createReadStream(file));
  await send(to.href, { method: "PUT", headers, body, duplex: "half" });
}

const MOUNTED = 201;

async function uploadManifest(settings: Settings, image: string, config: Blob, layers: readonly Blob[]): Promise<void> {
  const described = ({ mediaType, size, digest }: Blob) => ({ mediaType, size, digest });
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: described(config),
    layers: layers.map(described),
  };
  const headers = { "content-type": MANIFEST };
  await send(manifestUrl(settings, image), { method: "PUT", headers, body: JSON.stringify(manifest) });
}

async function send(url: string, init: RequestInit): Promise<Response> {
  const reply = await fetch(url, init);
  if (!reply.ok) throw new LabError(`The lab's registry rejected ${url}: ${reply.status} ${await reply.text()}`);
  return reply;
}
