import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLocal } from "../../src/connection/local.ts";
import type { Transport } from "../../src/connection/transport.ts";
import { good } from "../../src/errors/fault.ts";
import { openSession, type Session } from "../../src/shell/session.ts";
import { valueOf } from "../errors/value-of.ts";

const ID = `#!/bin/sh
case $* in -u) echo 1000 ;; *) PATH=\${PATH#*:} && exec id "$@" ;; esac
`;

/**
 * This machine, with the provisioner's state in a folder of the test: commands see another HOME, and an `id -u` that never reports
 * root, whose state is system-wide. So tests that take the host's lock can run in parallel; the lock is that of `lockFolder`.
 */
export function openWithState(folder: string, lockFolder = folder): Transport {
  const programs = join(folder, "programs");
  mkdirSync(programs, { recursive: true });
  writeFileSync(join(programs, "id"), ID, { mode: 0o755 });
  const local = openLocal();
  const variables = {
    PROVISION_LOCK_FOLDER: lockFolder,
    HOME: folder,
    XDG_STATE_HOME: join(folder, "state"),
    PATH: `${programs}:$PATH`,
  };
  const assignments = Object.entries(variables).map(([name, value]) => `${name}="${value}"`);
  return { ...local, exec: (command) => local.exec(`export ${assignments.join(" ")}; ${command}`) };
}

/** The session of a run through a transport. */
export async function sessionOver(transport: Transport, runId = "abc"): Promise<Session> {
  const connect = () => Promise.resolve(good(transport));
  return valueOf(await openSession({ host: "here", runId, who: "a test", connect }));
}
