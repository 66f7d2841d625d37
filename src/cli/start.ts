import { cliErrors } from "../errors/catalogue/cli.ts";
import { faultsOf } from "../errors/define.ts";
import { keepCompiledCode } from "./compile-cache.ts";
import { EXIT, leave, SIGNAL_EXITS } from "./exit-codes.ts";
import { processIo } from "./io.ts";
import { defect, provision } from "./provision.ts";
import { readVersion } from "./version.ts";

const fault = faultsOf(cliErrors);

/** All but `--version`: never rejects, and leaves its exit code in `process.exitCode`. */
export async function start(argv: string[]): Promise<void> {
  const cwd = currentFolder();
  if (cwd === undefined) {
    const { message, hint } = fault("cli/no-folder", {});
    process.stderr.write(`${message} ${hint}\n`);
    process.exitCode = EXIT.usage;
    return;
  }
  const io = processIo(cwd);
  keepCompiledCode(io);
  const version = readVersion();
  // An error outside every awaited promise leaves the process in an unknown state.
  process.on("uncaughtException", (error) => {
    // During a run, the run ends in order.
    if (process.listenerCount("uncaughtException") > 1) return;
    void defect(error, { argv, io }, version).finally(() => process.exit(EXIT.defect));
  });
  const exit = await provision(argv, io, {
    version,
    runPlaybooks: async () => (await import("./commands/run.ts")).runPlaybooks,
    registry: async () => (await import("../modules/registry.ts")).registry,
  });
  await Promise.all([io.stdout.flush(), io.stderr.flush()]);
  // An interrupted run does not wait for what it gave up, such as a connection that is still being opened.
  if (Object.values<number>(SIGNAL_EXITS).includes(exit)) leave(exit);
  process.exitCode = exit;
}

/** Undefined if somebody removed the folder. */
function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
