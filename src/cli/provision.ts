import { cliErrors } from "../errors/catalogue/cli.ts";
import { faultsOf } from "../errors/define.ts";
import type { Fault, Outcome } from "../errors/fault.ts";
import type { ModuleRegistry } from "../module/contract.ts";
import type { Secret } from "../model/secret.ts";
import { askPassword } from "./ask-password.ts";
import { parseCommandLine } from "./command-line.ts";
import type { Request } from "./command-line.ts";
import { defectFault } from "./defect.ts";
import { EXIT } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import type { RunPlaybooks, RunRequest } from "./options.ts";

const fault = faultsOf(cliErrors);

/** Parts that are loaded only when they are needed. */
export interface Parts {
  readonly version: string;
  readonly runPlaybooks: () => Promise<RunPlaybooks>;
  readonly registry: () => Promise<ModuleRegistry>;
}

/** Executes a command line; resolves to the exit code, also after a defect. */
export async function provision(argv: readonly string[], io: Io, parts: Parts): Promise<number> {
  try {
    return await answer(parseCommandLine(argv, parts.version), argv, io, parts);
  } catch (error) {
    return await defect(error, argv, io, parts.version);
  }
}

/** Reports a defect; resolves to the exit code. */
export function defect(error: unknown, argv: readonly string[], io: Io, version: string): Promise<number> {
  return reject([defectFault(error, io, version)], EXIT.defect, argv, io);
}

async function answer(request: Request, argv: readonly string[], io: Io, parts: Parts): Promise<number> {
  switch (request.is) {
    case "text":
      return print({ ok: true, value: request.text }, argv, io);
    case "doc": {
      const { doc } = await import("./commands/doc.ts");
      return print(await doc(request.module, await parts.registry()), argv, io);
    }
    case "schema": {
      const { schema } = await import("./commands/schema.ts");
      return print(schema(request.kind), argv, io);
    }
    case "secrets": {
      const { secrets } = await import("./commands/secrets.ts");
      return print(await secrets(request.request, io), argv, io);
    }
    case "invalid":
      return reject(request.faults, EXIT.usage, argv, io);
    case "run":
      return run(request.request, argv, io, parts);
  }
}

async function run(request: RunRequest, argv: readonly string[], io: Io, parts: Parts): Promise<number> {
  const password = request.askBecomePassword ? await becomePassword(io) : undefined;
  if (typeof password === "number") {
    return password === EXIT.usage ? reject([fault("cli/no-password", {})], password, argv, io) : password;
  }
  const runPlaybooks = await parts.runPlaybooks();
  return runPlaybooks({ ...request.options, becomePassword: password }, io, await parts.registry());
}

/** The password, or the exit code if none was entered. */
async function becomePassword(io: Io): Promise<Secret | number> {
  const prompt = await askPassword("sudo password: ", io.stdin, io.stderr);
  if (prompt.is !== "answer") return prompt.is === "none" ? EXIT.usage : EXIT.interrupted;
  io.mask.add(prompt.password);
  return prompt.password;
}

async function print(text: Outcome<string>, argv: readonly string[], io: Io): Promise<number> {
  if (!text.ok) return reject(text.faults, EXIT.usage, argv, io);
  io.stdout.write(text.value);
  await io.stdout.flush();
  return EXIT.done;
}

/** Errors are events too: with --json they are reported as JSON, even if the other flags are invalid. */
async function reject(faults: readonly Fault[], exit: number, argv: readonly string[], io: Io): Promise<number> {
  const { openReport } = await import("./reports.ts");
  const json = argv.includes("--json");
  const report = openReport(
    { json, diff: false, verbosity: 0, quiet: false },
    json ? io : { ...io, stdout: io.stderr },
  );
  report.errors(faults);
  report.emit({ event: "recap", hosts: {}, duration_ms: 0, exit });
  await report.end();
  return exit;
}
