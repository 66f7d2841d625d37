import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { findModules } from "../../tools/generate/modules.ts";
import { registryFile } from "../../tools/generate/registry.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const COPIED = ["src", "test", "roles", "templates", "tools/new", "dist/src", "dist/test"];
const COPIED_FILES = ["package.json", "tsconfig.json", "inventory.yaml", "generated_secrets.yaml"];

/** This checkout as it is built, in a temporary folder, so that a test can add files, compile them and run their tests. */
export class ProjectCopy {
  readonly root = mkdtempSync(join(tmpdir(), "provision-project-"));

  constructor() {
    for (const name of COPIED) cpSync(join(ROOT, name), join(this.root, name), { recursive: true });
    for (const name of COPIED_FILES) cpSync(join(ROOT, name), join(this.root, name));
    for (const name of ["node_modules", "files"]) symlinkSync(join(ROOT, name), join(this.root, name));
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Compiles these sources, and nothing else, into `dist/`. Returns all errors. */
  compile(paths: readonly string[]): string[] {
    const program = ts.createProgram({
      rootNames: paths.map((path) => join(this.root, path)),
      options: this.#compilerOptions(),
    });
    return paths.flatMap((path) => {
      const source = program.getSourceFile(join(this.root, path));
      program.emit(source);
      const errors = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return errors.map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
    });
  }

  #compilerOptions(): ts.CompilerOptions {
    const { config } = ts.readConfigFile(join(this.root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
      config: unknown;
    };
    const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, this.root);
    // Only a whole build is incremental.
    delete options.incremental;
    delete options.tsBuildInfoFile;
    return options;
  }

  /** Writes the registry of all modules, compiled. Returns what keeps a module from being complete. */
  async generateRegistry(): Promise<readonly string[]> {
    const { modules, problems } = await findModules({ root: this.root, built: join(this.root, "dist") });
    const { path, text } = registryFile(modules);
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { ...this.#compilerOptions(), module: ts.ModuleKind.ESNext },
    });
    this.write(join("dist", path.replace(/\.ts$/, ".js")), outputText);
    return problems;
  }

  /** Runs tests, named by their sources; mocha's exit status and output. */
  runTests(paths: readonly string[], ...flags: readonly string[]) {
    const files = paths.map((path) => join("dist", path.replace(/\.ts$/, ".js")));
    const mocha = join(this.root, "node_modules/mocha/bin/mocha.js");
    const { status, stdout, stderr } = spawnSync(process.execPath, [mocha, ...flags, ...files], {
      cwd: this.root,
      encoding: "utf8",
    });
    return { status, output: stdout + stderr };
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}
