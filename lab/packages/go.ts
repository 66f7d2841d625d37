import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { digestOf } from "../build/digest.ts";
import { ensurePackages, GO_NEEDS } from "../machine/packages.ts";
import { must } from "../machine/process.ts";
import { report } from "../progress.ts";
import type { Settings } from "../settings.ts";

/** Go 1.21 is the first that downloads a newer toolchain by itself. */
const MINOR_WITH_TOOLCHAINS = 21;
/** Downloaded if the distribution's compiler is older. It is published as a module, and Go's checksum database verifies it. */
const COMPILER = "v0.0.1-go1.25.0.linux-amd64";
const PROGRAMS = ["bin", "pkg/tool/linux_amd64"];
/** Compiles in two thirds of the time. Programs in the lab do not run long enough to benefit from optimization. */
const UNOPTIMIZED = "-gcflags=all=-N -l -dwarf=false";

/** Builds a static program from a published Go module. Returns a folder in the cache that contains only the program. */
export async function ensureGoProgram(settings: Settings, program: string): Promise<string> {
  const folder = join(settings.cache, "go", digestOf([program]));
  if (existsSync(folder)) return folder;
  await ensurePackages(GO_NEEDS);
  report(`building ${program} (a minute or two)`);
  const part = `${folder}.part`;
  const work = `${folder}.work`;
  for (const path of [part, work]) rmSync(path, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const env = {
    GOBIN: part,
    GOPATH: join(work, "path"),
    GOCACHE: join(work, "cache"),
    CGO_ENABLED: "0",
    // The compiler runs for seconds, so it trades memory for time.
    GOGC: "400",
    // A module may require a newer compiler than the distribution's. Go downloads it through the module proxy.
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
  return minor >= MINOR_WITH_TOOLCHAINS ? "go" : fetchCompiler(env);
}

/** The minor version: 25 for `go1.25.3`, 0 for an unknown format. */
export function minorOf(version: string): number {
  return Number(/^go1\.(\d+)/.exec(version.trim())?.[1] ?? 0);
}

/** Makes the compiler's programs executable, because files of a module are not. */
async function fetchCompiler(env: Readonly<Record<string, string>>): Promise<string> {
  report("downloading a newer Go compiler");
  const download = ["go", "mod", "download", "-modcacherw", "-json", `golang.org/toolchain@${COMPILER}`] as const;
  const { Dir: folder } = JSON.parse(await must(download, { env })) as { Dir: string };
  for (const programs of PROGRAMS.map((name) => join(folder, name))) {
    for (const file of readdirSync(programs)) chmodSync(join(programs, file), 0o755);
  }
  return join(folder, "bin", "go");
}
