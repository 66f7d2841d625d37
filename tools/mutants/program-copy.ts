import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";

/** Milliseconds that all cases together may take. */
const LIMIT = 120_000;

/** What became of the cases. */
export type Verdict =
  | { readonly is: "passed" }
  | { readonly is: "failed"; readonly by: string }
  | { readonly is: "timed-out"; readonly seconds: number };

/** A source file, from the repository's root, and what it says instead. */
export interface Change {
  readonly file: string;
  readonly text: string;
}

/** A copy of the built program in which one file at a time is wrong; the working tree is never touched. */
export interface ProgramCopy {
  /** Runs the cases with other texts of source files. */
  run(changes: readonly Change[]): Promise<Verdict>;
  close(): void;
}

export function openProgramCopy(root: string): ProgramCopy {
  const folder = mkdtempSync(join(tmpdir(), "provision-mutants-"));
  const built = join(folder, "dist");
  for (const part of ["src", "test/run/play-case"]) {
    mkdirSync(dirname(join(built, part)), { recursive: true });
    cpSync(join(root, "dist", part), join(built, part), { recursive: true });
  }
  for (const name of ["node_modules", "package.json", "test"]) symlinkSync(join(root, name), join(folder, name));
  const compilerOptions = optionsOf(root);
  return {
    async run(changes) {
      const paths = changes.map(({ file }) => join(built, file.replace(/\.ts$/, ".js")));
      const right = paths.map((path) => readFileSync(path));
      for (const [index, { file, text }] of changes.entries()) {
        const { outputText } = ts.transpileModule(text, { compilerOptions, fileName: file });
        writeFileSync(paths[index] ?? "", outputText);
      }
      try {
        return await runCases(built);
      } finally {
        for (const [index, path] of paths.entries()) writeFileSync(path, right[index] ?? "");
      }
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

function optionsOf(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    readonly config: { readonly compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  // A file alone does not know that the package's modules are ES modules.
  return { ...options, module: ts.ModuleKind.ESNext, sourceMap: false, incremental: false };
}

async function runCases(built: string): Promise<Verdict> {
  const main = join(built, "test/run/play-case/main.js");
  const child = spawn(process.execPath, [main], { stdio: ["ignore", "pipe", "pipe"], detached: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }, LIMIT);
  const exit = await new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  clearTimeout(limit);
  if (late) return { is: "timed-out", seconds: LIMIT / 1000 };
  if (exit === 0) return { is: "passed" };
  return { is: "failed", by: output.trim().split("\n")[0] ?? "" };
}
