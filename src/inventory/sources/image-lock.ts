import path from "node:path";
import { displayName, readYaml, type Reading } from "../../load/reading.ts";
import { imageLockSchema } from "../../load/schemas/image-lock.ts";
import { validate } from "../../load/validation/validate.ts";
import { validatorOf } from "../../load/validation/validator.ts";
import type { Node } from "../../load/yaml/node.ts";

const FILE = "images.lock.yaml";

const validator = validatorOf(imageLockSchema);

/** The lock file of images, which belongs next to the inventory. */
export interface ImageLock {
  readonly path: string;
  /** As in messages. */
  readonly name: string;
  /** The digest of each image, by the image's name; undefined if there is no file. */
  readonly digests: ReadonlyMap<string, string> | undefined;
}

/** Reads the lock file in the folder of the last inventory. */
export async function readImageLock(folder: string, reading: Reading): Promise<ImageLock> {
  const file = path.join(folder, FILE);
  const node = await readYaml(file, reading);
  const found = { path: file, name: displayName(reading.root, file) };
  if (node === "missing" || node === "empty") return { ...found, digests: node === "empty" ? new Map() : undefined };
  reading.faults.push(...validate(validator, node, FILE));
  return { ...found, digests: digestsIn(node) };
}

function digestsIn(node: Node): Map<string, string> {
  const digests = new Map<string, string>();
  for (const [image, { value }] of node.kind === "map" ? node.entries : [])
    if (value.kind === "scalar" && typeof value.value === "string") digests.set(image, value.value);
  return digests;
}
