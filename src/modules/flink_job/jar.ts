import type { Content } from "../../module/content.ts";

const ARCHIVE = Buffer.from("PK\u0003\u0004", "latin1");
/** Names stand in an archive as they are, whatever becomes of the contents. */
const MANIFEST = Buffer.from("META-INF/MANIFEST.MF", "latin1");

/** Why a file can be no program's jar, as far as that shows without unpacking it; Flink has the last word. */
export async function jarProblem(jar: Content, needsManifest: boolean): Promise<string | undefined> {
  let seen = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of jar.open()) {
    seen = Buffer.concat([seen, chunk]);
    if (isFirst && seen.length < ARCHIVE.length) continue;
    if (isFirst && !seen.subarray(0, ARCHIVE.length).equals(ARCHIVE)) return NO_ARCHIVE;
    isFirst = false;
    if (!needsManifest || seen.includes(MANIFEST)) return undefined;
    seen = seen.subarray(-MANIFEST.length);
  }
  return isFirst ? NO_ARCHIVE : "it has no manifest that could name a program";
}

const NO_ARCHIVE = "it is no archive";
