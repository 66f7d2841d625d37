import { trusting } from "../disk/trust.ts";
import { cliErrors } from "../errors/catalogue/cli.ts";
import { faultsOf } from "../errors/define.ts";
import { isUnreachable } from "../errors/unreachable.ts";
import { good, type Fault, type Outcome } from "../errors/fault.ts";
import type { ModuleRegistry } from "../module/contract.ts";
import type { Secret } from "../model/secret.ts";
import type { WithSources } from "../inventory/load-project.ts";
import type { InspectRequest } from "./commands/inspect.ts";
import type { ImagesRequest } from "./commands/images-request.ts";
import type { TunnelRequest } from "./commands/tunnel.ts";
import type { UnlockRequest } from "./commands/unlock.ts";
import { askPassword } from "./ask-password.ts";
import { abortOnSignals } from "./asking/signals.ts";
import type { LoginOptions } from "./connecting/connection-of.ts";
import { parseCommandLine } from "./command-line.ts";
import type { Request } from "./command-line.ts";
import { defectFault } from "./defect.ts";
import { EXIT } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import type { RunPlaybooks, RunRequest } from "./options.ts";
import { projectTrust } from "./project/trust.ts";

const fault = faultsOf(cliErrors);

/** Parts that are loaded only when they are needed. */
export interface Parts {
  readonly version: string;
  readonly runPlaybooks: () => Promise<RunPlaybooks>;
  readonly registry: () => Promise<ModuleRegistry>;
}

/** A command line and the environment of the process. */
interface Call {
  readonly argv: readonly string[];
  readonly io: Io;
}

/** Executes a command line; resolves to the exit code, also after a defect. */
export async function provision(argv: readonly string[], io: Io, parts: Parts): Promise<number> {
  const call = { argv, io };
  try {
    return await withOutput(await answer(parseCommandLine(argv, parts.version), call, parts), call);
  } catch (error) {
    return await defect(error, call, parts.version);
  }
}

/** Says on standard error that output was lost: without it, success cannot be told from failure. */
async function withOutput(exit: number, { io }: Call): Promise<number> {
  await Promise.all([io.stdout.flush(), io.stderr.flush()]);
  const problem = io.stdout.lost?.() ?? io.stderr.lost?.();
  if (problem === undefined) return exit;
  const { message, hint } = fault("cli/output-lost", { problem, exit });
  io.stderr.write(`${message} ${hint}\n`);
  await io.stderr.flush();
  return exit === EXIT.done || exit === EXIT.pending ? EXIT.failed : exit;
}

/** Reports a defect, or that the system has no file descriptor left; resolves to the exit code. */
export async function defect(error: unknown, call: Call, version: string): Promise<number> {
  const { io } = call;
  const isShort = ["EMFILE", "ENFILE"].includes((error as NodeJS.ErrnoException | undefined)?.code ?? "");
  const found = isShort ? fault("cli/no-descriptors", {}) : defectFault(error, io, version);
  const exit = isShort ? EXIT.failed : EXIT.defect;
  try {
    return await reject([found], exit, call);
  } catch {
    // The code that reports could not be loaded.
    io.stderr.write(`${found.message} ${found.hint}\n`);
    await io.stderr.flush();
    return exit;
  }
}

async function answer(request: Request, call: Call, parts: Parts): Promise<number> {
  switch (request.is) {
    case "text":
      return print({ ok: true, value: request.text }, call);
    case "doc": {
      const { doc } = await import("./commands/doc.ts");
      return print(await withModules(call, parts, (registry) => doc(request.module, registry)), call);
    }
    case "explain": {
      const { explain } = await import("./commands/explain.ts");
      return print(await explain(request.code, request.json, await parts.registry()), call);
    }
    case "schema": {
      const { schema } = await import("./commands/schema.ts");
      return print(await withModules(call, parts, (registry) => schema(request.kind, registry)), call);
    }
    case "secrets": {
      const { secrets } = await import("./commands/secrets.ts");
      return print(await secrets(request.request, call.io), call);
    }
    case "init": {
      const { init } = await import("./commands/init.ts");
      return print(await init(request.request, call.io, await parts.registry()), call);
    }
    case "tunnel":
      return tunnel(request.request, call, parts);
    case "images":
      return images(request.request, call, parts);
    case "unlock":
      return unlock(request.request, call);
    case "vars": {
      const { vars } = await import("./commands/vars.ts");
      return inspect(request.request, call, parts, (registry) => vars(request.request, call.io, registry));
    }
    case "inventory": {
      const { inventory } = await import("./commands/inventory.ts");
      return inspect(request.request, call, parts, (registry) => inventory(request.request, call.io, registry));
    }
    case "invalid":
      return reject(request.faults, EXIT.usage, call);
    case "run":
      return run(request.request, call, parts);
  }
}

/** Does something with the modules of provision and the project, whose files nobody else may be able to change unless that is allowed. */
function withModules<T extends Outcome<unknown>>(
  { io }: Call,
  parts: Parts,
  act: (registry: ModuleRegistry) => Promise<T>,
  allowUnsafe = false,
): Promise<T | Faulty> {
  return trusting(projectTrust(io, allowUnsafe), async () => {
    const { withLibrary } = await import("./library/library.ts");
    const registry = await withLibrary(await parts.registry(), io.cwd);
    return registry.ok ? act(registry.value) : registry;
  });
}

type Faulty = Outcome<never> & { readonly ok: false };

type Inspected = Outcome<string> & Partial<WithSources>;

async function inspect(
  { allowUnsafeProject }: InspectRequest,
  call: Call,
  parts: Parts,
  show: (registry: ModuleRegistry) => Promise<Inspected>,
): Promise<number> {
  const shown: Inspected = await withModules(call, parts, show, allowUnsafeProject);
  if (!shown.ok) return reject(shown.faults, EXIT.usage, call, shown.sources);
  const { emitWarnings, openReport } = await import("./reports.ts");
  const report = openReport(
    { json: false, diff: false, verbosity: 0, quiet: false },
    { ...call.io, stdout: call.io.stderr },
  );
  emitWarnings(shown.warnings ?? [], report);
  await report.end();
  return print(shown, call);
}

async function unlock(request: UnlockRequest, call: Call): Promise<number> {
  const asked = await askPasswords(request, request.askBecomePassword, call);
  if (typeof asked === "number") return asked;
  const { unlock } = await import("./commands/unlock.ts");
  const done = await unlock({ ...request, sshPassword: asked.ssh }, asked.become, call.io);
  if (done.ok) return print(done, call);
  const [{ code }] = done.faults;
  const onHost = isUnreachable(done.faults[0]) ? EXIT.unreachable : EXIT.failed;
  return reject(done.faults, code.startsWith("shell/") || code.startsWith("connection/") ? onHost : EXIT.usage, call);
}

async function tunnel(request: TunnelRequest, call: Call, parts: Parts): Promise<number> {
  const { io } = call;
  const asked = await askPasswords(request, false, call);
  if (typeof asked === "number") return asked;
  const { openPages } = await import("./commands/tunnel.ts");
  const { signal, exit, dispose } = abortOnSignals();
  try {
    const open = (registry: ModuleRegistry) => openPages({ ...request, sshPassword: asked.ssh }, io, registry);
    const pages = await withModules(call, parts, open, request.allowUnsafeProject);
    if (!pages.ok)
      return await reject(pages.faults, isUnreachable(pages.faults[0]) ? EXIT.unreachable : EXIT.usage, call);
    io.stdout.write(`${pages.value.text}Press Ctrl-C to close.\n`);
    const lost = await pages.value.ended(signal);
    pages.value.close();
    // Ctrl-C is how the command ends.
    if (lost) return await reject([lost], EXIT.unreachable, call);
    return exit() === EXIT.interrupted ? EXIT.done : exit();
  } finally {
    dispose();
  }
}

async function images(request: ImagesRequest, call: Call, parts: Parts): Promise<number> {
  const { io } = call;
  const asked = await askPasswords(request, false, call);
  if (typeof asked === "number") return asked;
  const { lockImages } = await import("./commands/images.ts");
  const lock = (registry: ModuleRegistry) => lockImages({ ...request, sshPassword: asked.ssh }, io, registry);
  const found = await withModules(call, parts, lock, request.allowUnsafeProject);
  if (!found.ok) {
    const [first] = found.faults;
    const asked = first.code.startsWith("services/") ? EXIT.failed : EXIT.usage;
    return reject(found.faults, isUnreachable(first) ? EXIT.unreachable : asked, call);
  }
  await print(good(found.value.text), call);
  return found.value.outdated ? EXIT.pending : EXIT.done;
}

async function run(request: RunRequest, call: Call, parts: Parts): Promise<number> {
  const { io } = call;
  const asked = await askPasswords(request.options, request.askBecomePassword, call);
  if (typeof asked === "number") return asked;
  const runPlaybooks = await parts.runPlaybooks();
  const options = { ...request.options, sshPassword: asked.ssh, becomePassword: asked.become };
  const act = async (registry: ModuleRegistry) => good(await runPlaybooks(options, io, registry));
  const exit = await withModules(call, parts, act, options.allowUnsafeProject);
  return exit.ok ? exit.value : reject(exit.faults, EXIT.usage, call);
}

interface Passwords {
  readonly ssh: Secret | undefined;
  readonly become: Secret | undefined;
}

/** The passwords that are asked for, that of SSH first, or the exit code if one was not entered. */
async function askPasswords(
  { askPassword }: Pick<LoginOptions, "askPassword">,
  askBecome: boolean,
  call: Call,
): Promise<Passwords | number> {
  const ssh = askPassword ? await enteredPassword("SSH password: ", "--ask-pass", call) : undefined;
  if (typeof ssh === "number") return ssh;
  const same = ssh && call.io.stdin.isTTY ? " (Enter if it is the same)" : "";
  const become = askBecome
    ? await enteredPassword(`sudo password${same}: `, "--ask-become-pass", call, same === "" ? undefined : ssh)
    : undefined;
  return typeof become === "number" ? become : { ssh, become };
}

/** The password, or the exit code if none was entered and there is no other. */
async function enteredPassword(prompt: string, flag: string, call: Call, other?: Secret): Promise<Secret | number> {
  const { io } = call;
  const { signal, exit, dispose } = abortOnSignals();
  const entered = await askPassword(prompt, io.stdin, io.stderr, signal).finally(dispose);
  if (entered.is === "interrupted") return exit();
  const password = entered.is === "answer" ? entered.password : other;
  if (!password) return reject([fault("cli/no-password", { flag })], EXIT.usage, call);
  io.mask.add(password);
  return password;
}

async function print(text: Outcome<string>, call: Call): Promise<number> {
  if (!text.ok) return reject(text.faults, EXIT.usage, call);
  const { io } = call;
  io.stdout.write(text.value);
  await io.stdout.flush();
  return EXIT.done;
}

/** Errors are events too: with --json they are reported as JSON, even if the other flags are invalid. */
async function reject(
  faults: readonly Fault[],
  exit: number,
  { argv, io }: Call,
  sources?: WithSources["sources"],
): Promise<number> {
  const { openReport } = await import("./reports.ts");
  const json = argv.includes("--json");
  const report = openReport(
    { json, diff: false, verbosity: 0, quiet: false },
    json ? io : { ...io, stdout: io.stderr },
  );
  if (sources) report.useSources(sources);
  report.errors(faults);
  report.emit({ event: "recap", hosts: {}, duration_ms: 0, exit });
  await report.end();
  return exit;
}
