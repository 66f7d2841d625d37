import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openLocal } from "../../../src/connection/local.ts";
import type { Transport } from "../../../src/connection/transport.ts";
import { connectionFault } from "../../../src/errors/catalogue/connection.ts";
import { bad, good, type Outcome } from "../../../src/errors/fault.ts";
import type { HostSpec } from "./play-case.ts";
import { programsFolder } from "./programs.ts";

/** A host that is a folder on this machine, with its own HOME, users and state below it. */
export interface FakeHost {
  readonly name: string;
  readonly folder: string;
  connect(): Promise<Outcome<Transport>>;
}

export function fakeHost(name: string, folder: string, spec: HostSpec): FakeHost {
  for (const user of spec.users ?? ["root"]) mkdirSync(join(folder, "users", user), { recursive: true });
  const environment = environmentOf(name, folder, spec);
  let connections = spec.unreachable ? 0 : (spec.connections ?? Infinity);
  return {
    name,
    folder,
    connect() {
      if (spec.defect) throw new TypeError("a defect of connect");
      if (connections <= 0) {
        return Promise.resolve(bad(connectionFault("connection/refused", { host: name, address: name, port: 22 })));
      }
      connections -= 1;
      return Promise.resolve(good(transportOf(environment, spec)));
    },
  };
}

function environmentOf(name: string, folder: string, { sudo = "free" }: HostSpec): string {
  const variables = {
    HOME: folder,
    USER: "login",
    PATH: `${programsFolder()}:${process.env["PATH"] ?? ""}`,
    REAL_PATH: process.env["PATH"] ?? "",
    HOST: name,
    HOST_FOLDER: folder,
    PROVISION_LOCK_FOLDER: folder,
    SUDO: typeof sudo === "string" ? sudo : `password ${sudo.password}`,
  };
  const words = Object.entries(variables).map(([key, value]) => `${key}='${value}'`);
  return `unset XDG_STATE_HOME TMPDIR; export ${words.join(" ")} SHELL_ID=$$; `;
}

function transportOf(environment: string, { sessions = Infinity, login = "" }: HostSpec): Transport {
  const local = openLocal();
  let left = sessions;
  return {
    exec(command) {
      left -= 1;
      if (left < 0) return Promise.reject(new Error("the server allows no further session"));
      return local.exec(`${environment}${login} ${command}`);
    },
    dial: (address, port) => local.dial(address, port),
    close: () => local.close(),
  };
}
