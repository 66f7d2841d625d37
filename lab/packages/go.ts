import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { digestOf } from "../build/digest.ts";
import { ensurePackages, GO_NEEDS } from "../machine/packages.ts";
import { must } from "../machine/process.ts";
import { say } from "../say.ts";
import type { Settings } from "../settings.ts";

/** Compilers before this one cannot fetch a newer one by themselves. */
const FETCHES_OTHERS = 21;
/** Fetched where the distribution's is older: it is published as a module, and checked by Go's checksum database. */
const COMPILER = "v0.0.1-go1.25.0.linux-amd64";
const PROGRAMS = ["bin", "pkg/tool/linux_amd64"];
/** Compiled in two thirds of the time; a lab's program does not work long enough for the rest to pay. */
const UNOPTIMIZED = "-gcflags=all=-N -l -dwarf=false";

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
    // The compiler lives for seconds: it may use memory instead of collecting it.
    GOGC: "400",
    // A module may want a newer compiler than the distribution has; it comes by the module proxy, too.
    GOTOOLCHAIN: process.env["GOTOOLCHAIN"] ?? "auto",
  };
  try {
    const go = await compiler(env);
    await must([go, "install", "-modcacherw", "-trimpath", "-ldflags=-s -w", UNOPTIMIZED, program], { env });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  renameSync(part, folder);
  return folder;
}

async function compiler(env: Readonly<Record<string, string>>): Promise<string> {
  const minor = minorOf(await must(["go", "env", "GOVERSION"], { env }));
  return minor >= FETCHES_OTHERS ? "go" : fetchCompiler(env);
}

/** 25 of `go1.25.3`. */
export function minorOf(version: string): number {
  return Number(/^go1\.(\d+)/.exec(version.trim())?.[1] ?? 0);
}

/** Files of a module come without the right to be executed. */
async function fetchCompiler(env: Readonly<Record<string, string>>): Promise<string> {
  say("fetching a newer Go compiler");
  const download = ["go", "mod", "download", "-modcacherw", "-json", `golang.org/toolchain@${COMPILER}`] as const;
  const { Dir: folder } = JSON.parse(await must(download, { env })) as { Dir: string };
  for (const programs of PROGRAMS.map((name) => join(folder, name))) {
    for (const file of readdirSync(programs)) chmodSync(join(programs, file), 0o755);
  }
  return join(folder, "bin", "go");
}
