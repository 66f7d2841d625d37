import type { GeneratedFile } from "./files.ts";
import type { FoundModule } from "./modules.ts";

export const REGISTRY = "src/modules/registry.ts";

/** The registry of all modules, which loads each when it is first used. */
export function registryFile(modules: readonly FoundModule[]): GeneratedFile {
  const loaders = modules.map(
    ({ exported, path, module: { name } }) => `  ${name}: async () => (await import("./${path}.ts")).${exported},`,
  );
  const table = loaders.length === 0 ? "{}" : `{\n${loaders.join("\n")}\n}`;
  return {
    path: REGISTRY,
    text: `// Made by \`npm run generate\` from the files of this folder.
import type { Module, ModuleRegistry } from "../module/contract.ts";

const LOADERS: Readonly<Record<string, () => Promise<Module>>> = ${table};

/** Every module by its name. */
export const registry: ModuleRegistry = {
  names: Object.keys(LOADERS),
  async load(name) {
    return Object.hasOwn(LOADERS, name) ? LOADERS[name]?.() : undefined;
  },
};
`,
  };
}
