import path from "node:path";
import { createListings } from "../../disk/listings.ts";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, collect, good, type Outcome } from "../../errors/fault.ts";
import type { ModuleRegistry } from "../../module/contract.ts";

const fault = faultsOf(cliErrors);

/** The modules of provision and those in `library/` of a project and of its roles; or what is wrong with the project's. */
export async function withLibrary(builtIn: ModuleRegistry, root: string): Promise<Outcome<ModuleRegistry>> {
  const files = await moduleFiles(root);
  if (files.length === 0) return good(builtIn);
  // Most projects have none.
  const { loadModule } = await import("./load-module.ts");
  const names = files.map((file) => path.basename(file, ".mjs"));
  const loaded = collect(
    await Promise.all(
      files.map(async (file, index) => {
        const name = path.relative(root, file);
        const own = names[index] ?? "";
        if (builtIn.names.includes(own)) return bad(fault("cli/module-built-in", { name: own, file: name }));
        const other = files[names.indexOf(own)] ?? file;
        if (other !== file)
          return bad(fault("cli/module-twice", { name: own, file: name, other: path.relative(root, other) }));
        return loadModule(file, name);
      }),
    ),
  );
  if (!loaded.ok) return loaded;
  const modules = new Map(loaded.value.map((module) => [module.name, module]));
  return good({
    names: [...builtIn.names, ...modules.keys()].sort(),
    load: (name) => (modules.has(name) ? Promise.resolve(modules.get(name)) : builtIn.load(name)),
  });
}

/** The files that may be modules, in the order of their names. */
async function moduleFiles(root: string): Promise<string[]> {
  const listings = createListings();
  const namesIn = async (folder: string) => (await listings.entries(folder))?.map(({ name }) => name) ?? [];
  const roles = (await namesIn(path.join(root, "roles"))).map((role) => path.join(root, "roles", role));
  const folders = [root, ...roles].map((folder) => path.join(folder, "library"));
  const found = await Promise.all(
    folders.map(async (folder) => {
      const names = (await namesIn(folder)).filter((name) => name.endsWith(".mjs"));
      return names.sort().map((name) => path.join(folder, name));
    }),
  );
  return found.flat();
}
