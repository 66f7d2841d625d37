import type { Content } from "../../module/content.ts";

const ZIP_MAGIC = Buffer.from("PK\u0003\u0004", "latin1");
/** An archive stores file names uncompressed. */
const MANIFEST = Buffer.from("META-INF/MANIFEST.MF", "latin1");

/** Why a file cannot be a program's jar, as far as this shows without unpacking it. Flink checks the rest. */
export async function jarProblem(jar: Content, needsManifest: boolean): Promise<string | undefined> {
  let pending = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of jar.open()) {
    pending = Buffer.concat([pending, chunk]);
    if (isFirst && pending.length < ZIP_MAGIC.length) continue;
    if (isFirst && !pending.subarray(0, ZIP_MAGIC.length).equals(ZIP_MAGIC)) return NO_ARCHIVE;
    isFirst = false;
    if (!needsManifest || pending.includes(MANIFEST)) return undefined;
    pending = pending.subarray(-MANIFEST.length);
  }
  return isFirst ? NO_ARCHIVE : "it has no manifest, which would name the main class";
}

const NO_ARCHIVE = "it is not an archive";
