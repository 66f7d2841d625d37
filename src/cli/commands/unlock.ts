import { createInterface } from "node:readline/promises";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { shellFault } from "../../errors/catalogue/shell.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { loadHost } from "../../inventory/load-project.ts";
import type { Secret } from "../../model/secret.ts";
import { openLockAccess, type LockAccess, type LockOwner } from "../../shell/host-lock/unlock.ts";
import type { LoginOptions } from "../connecting/connection-of.ts";
import { plainConnector } from "../connecting/connector.ts";
import { readSecrets } from "../../secrets/store.ts";
import { secretCommands } from "../project/secret-command.ts";
import { secretsEnvironment } from "../project/secrets.ts";
import type { Io } from "../io.ts";
import { inventoryPrograms } from "../project/inventory-program.ts";

const fault = faultsOf(cliErrors);

/** `provision unlock HOST`: shows which run holds a host, and ends it. */
export interface UnlockRequest extends LoginOptions {
  readonly host: string;
  readonly inventories: readonly string[];
  readonly become: boolean;
  readonly askBecomePassword: boolean;
  /** End the run without asking. */
  readonly yes: boolean;
}

/** Executes the command; returns the text to print. */
export async function unlock(request: UnlockRequest, password: Secret | undefined, io: Io): Promise<Outcome<string>> {
  const { inventories } = request;
  const environment = secretsEnvironment(io);
  const source = {
    root: io.cwd,
    inventories,
    env: io.env,
    runProgram: inventoryPrograms(io),
    readSecret: secretCommands(io),
  };
  const loaded = await loadHost({ ...source, readSecrets: (file) => readSecrets(file, environment) }, request.host);
  if (!loaded.ok) return loaded;
  const { host } = request;
  const settings = loaded.value;
  const connector = await plainConnector(request, io, new Map([[host, settings]]));
  if (!connector.ok) return connector;
  const connect = () => connector.value.connect(host, settings);
  const access = await openLockAccess({ host, connect }, request.become ? { user: "root", password } : undefined);
  if (!access.ok) return access;
  try {
    const owner = await access.value.holder();
    if (!owner.ok) return owner;
    if (!owner.value) return good(`No run holds ${host}.\n`);
    return await endOwner(owner.value, access.value, { request, io });
  } finally {
    await access.value.close();
  }
}

async function endOwner(
  { run, process, user }: LockOwner,
  access: LockAccess,
  { request, io }: { readonly request: UnlockRequest; readonly io: Io },
): Promise<Outcome<string>> {
  const { host } = request;
  if (process === undefined) return bad(shellFault("shell/hidden-holder", { host }));
  io.stderr.write(`${host} is held by ${run}${user === undefined ? "" : `, as ${user}`}.\n`);
  const answer = request.yes ? "yes" : await confirmed(`End that run and what it is doing on ${host}? [y/N] `, io);
  if (answer === "no terminal") return bad(fault("cli/unlock-unconfirmed", { host }));
  if (answer === "no") return good("Nothing was ended.\n");
  const ended = await access.end(process);
  if (!ended.ok) return ended;
  if (ended.value === "free") return good(`The run has ended, and ${host} is free.\n`);
  return bad(
    shellFault(ended.value === "held" ? "shell/still-held" : "shell/foreign-holder", {
      host,
      user: user ?? "another user",
    }),
  );
}

async function confirmed(question: string, { stdin, stderr }: Io): Promise<"yes" | "no" | "no terminal"> {
  if (!stdin.isTTY) return "no terminal";
  stderr.write(question);
  const lines = createInterface({ input: stdin });
  try {
    for await (const line of lines) return /^y(es)?$/i.test(line.trim()) ? "yes" : "no";
    return "no";
  } finally {
    lines.close();
  }
}
