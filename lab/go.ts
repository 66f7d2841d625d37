import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { digestOf } from "./digest.ts";
import { ensurePackages, GO_NEEDS } from "./machine/packages.ts";
import { must } from "./process.ts";
import { say } from "./say.ts";
import type { Settings } from "./settings.ts";

/** A static program, built from a Go module that is published: the cache's folder that holds it and nothing else. */
export async function ensureGoProgram(settings: Settings, program: string): Promise<string> {
  const folder = join(settings.cache, "go", digestOf([program]));
  if (existsSync(folder)) return folder;
  await ensurePackages(GO_NEEDS);
  say(`building ${program} (a minute or two)`);
  const part = `${folder}.part`;
  const work = `${folder}.work`;
  for (const path of [part, work]) rmSync(path, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const env = {
    GOBIN: part,
    GOPATH: join(work, "path"),
    GOCACHE: join(work, "cache"),
    CGO_ENABLED: "0",
    // A module may want a newer compiler than the distribution has; it comes by the module proxy, too.
    GOTOOLCHAIN: process.env["GOTOOLCHAIN"] ?? "auto",
  };
  try {
    await must(["go", "install", "-modcacherw", "-trimpath", "-ldflags=-s -w", program], { env });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  renameSync(part, folder);
  return folder;
}
