import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";

/** Milliseconds that all cases together may take. */
const LIMIT = 120_000;

/** How the cases ended. */
export type Verdict =
  | { readonly is: "passed" }
  /** `path` is that of the case that failed, unless the program could not even start. */
  | { readonly is: "failed"; readonly message: string; readonly path: string | undefined }
  | { readonly is: "timed-out"; readonly seconds: number };

export interface Change {
  /** A source file, from the repository's root. */
  readonly file: string;
  /** What replaces its content. */
  readonly text: string;
}

/** tools/shell-programs.mjs, which is not compiled: the TypeScript module of a shell program. */
interface ShellPrograms {
  readonly moduleOf: (path: string, source: string) => string;
}

/** A copy of the built program in which one file at a time is wrong; the working tree is never touched. */
export interface ProgramCopy {
  /** Plays the cases with changed source files, those in `first` (`TOPIC/NAME.yaml`) before all others. */
  run(changes: readonly Change[], first: readonly string[]): Promise<Verdict>;
  close(): void;
}

export async function openProgramCopy(root: string): Promise<ProgramCopy> {
  const { folder, withChanges, close } = await copyProgram(root, ["src", "test/run/play-case"]);
  return { run: (changes, first) => withChanges(changes, () => runCases(join(folder, "dist"), first)), close };
}

/** A copy of the built program, to be changed and run. */
export interface ChangeableProgram {
  readonly folder: string;
  /** Does the work while the changes are made. */
  readonly withChanges: <T>(changes: readonly Change[], work: () => Promise<T>) => Promise<T>;
  readonly close: () => void;
}

/** Copies these parts of `dist`, and `bin`. */
export async function copyProgram(root: string, parts: readonly string[]): Promise<ChangeableProgram> {
  const { moduleOf } = (await import(join(root, "tools/shell-programs.mjs"))) as ShellPrograms;
  const folder = mkdtempSync(join(tmpdir(), "provision-mutants-"));
  for (const part of ["bin", ...parts.map((name) => join("dist", name))]) {
    mkdirSync(dirname(join(folder, part)), { recursive: true });
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  for (const name of ["node_modules", "package.json", "test"]) symlinkSync(join(root, name), join(folder, name));
  const compilerOptions = optionsOf(root);
  return {
    folder,
    async withChanges(changes, work) {
      const paths = changes.map(({ file }) => join(folder, "dist", file.replace(/\.ts$/, "").concat(".js")));
      const originals = paths.map((path) => readFileSync(path));
      for (const [index, { file, text }] of changes.entries()) {
        const source = file.endsWith(".sh") ? moduleOf(file, text) : text;
        const { outputText } = ts.transpileModule(source, { compilerOptions, fileName: file });
        writeFileSync(paths[index] ?? "", outputText);
      }
      try {
        return await work();
      } finally {
        for (const [index, path] of paths.entries()) writeFileSync(path, originals[index] ?? "");
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
  // Compiled on its own, a file does not know that package.json makes it an ES module.
  return { ...options, module: ts.ModuleKind.ESNext, sourceMap: false, incremental: false };
}

async function runCases(built: string, first: readonly string[]): Promise<Verdict> {
  const main = join(built, "test/run/play-case/main.js");
  const child = spawn(process.execPath, [main, ...first], { stdio: ["ignore", "pipe", "pipe"], detached: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const limit = setTimeout(() => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }, LIMIT);
  const [exit, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  clearTimeout(limit);
  if (signal === "SIGKILL") return { is: "timed-out", seconds: LIMIT / 1000 };
  if (exit === 0) return { is: "passed" };
  const [message = ""] = output.trim().split("\n");
  return { is: "failed", message, path: /^(\S+\.yaml): /.exec(message)?.[1] };
}
