import type { ValueMap } from "../../model/value.ts";
import type { FactSource } from "../../language/facts/catalogue.ts";
import { readProgram, sequence, type Program, type Script } from "../../module/script.ts";
import { parseAccount, parseDateTime, parseEnv, parseNames } from "./account.ts";
import { parseDevices } from "./devices.ts";
import { parseHardware } from "./hardware.ts";
import { parseLocal } from "./local.ts";
import { parseMounts } from "./mounts.ts";
import { parseNetwork } from "./network.ts";
import { account } from "./scripts/account.sh.ts";
import { dateTime } from "./scripts/date-time.sh.ts";
import { devices } from "./scripts/devices.sh.ts";
import { dmi } from "./scripts/dmi.sh.ts";
import { env } from "./scripts/env.sh.ts";
import { hardware } from "./scripts/hardware.sh.ts";
import { hostKeys } from "./scripts/host-keys.sh.ts";
import { limit } from "./scripts/limit.sh.ts";
import { local } from "./scripts/local.sh.ts";
import { lsb } from "./scripts/lsb.sh.ts";
import { mounts } from "./scripts/mounts.sh.ts";
import { names } from "./scripts/names.sh.ts";
import { network } from "./scripts/network.sh.ts";
import { python } from "./scripts/python.sh.ts";
import { system } from "./scripts/system.sh.ts";
import { virtualization } from "./scripts/virtualization.sh.ts";
import { parseDmi, parseHostKeys, parseLsb, parsePython, parseSystem } from "./system.ts";
import { parseVirtualization } from "./virtualization.ts";

/** How the facts of a source are read. */
export interface Reader {
  readonly script: Script<"read">;
  readonly parse: (stdout: string, hostname: string) => ValueMap;
}

const limited = (program: Program<"read">) => sequence([readProgram(limit), readProgram(program)]);

/** Every source but `base`. */
export const READERS: Readonly<Record<Exclude<FactSource, "base">, Reader>> = {
  account: { script: limited(account), parse: parseAccount },
  date_time: { script: readProgram(dateTime), parse: parseDateTime },
  devices: { script: readProgram(devices), parse: parseDevices },
  dmi: { script: readProgram(dmi), parse: parseDmi },
  env: { script: readProgram(env), parse: parseEnv },
  hardware: { script: readProgram(hardware), parse: parseHardware },
  local: { script: limited(local), parse: parseLocal },
  lsb: { script: limited(lsb), parse: parseLsb },
  mounts: { script: limited(mounts), parse: parseMounts },
  names: { script: limited(names), parse: parseNames },
  network: { script: readProgram(network), parse: parseNetwork },
  python: { script: limited(python), parse: parsePython },
  ssh_host_keys: { script: readProgram(hostKeys), parse: parseHostKeys },
  system: { script: readProgram(system), parse: parseSystem },
  virtualization: { script: readProgram(virtualization), parse: parseVirtualization },
};
