import { warnOfSshConfig } from "../../connection/ssh-config.ts";
import type { Fault } from "../../errors/fault.ts";
import type { LoadedProject } from "../../inventory/load-project.ts";
import type { Io } from "../io.ts";
import type { RunOptions } from "../options.ts";

/** A warning if the user's ~/.ssh/config, which is not read, has options that the hosts of a run lack. */
export async function unreadSshConfig(
  { hosts, settings }: LoadedProject,
  options: RunOptions,
  io: Io,
): Promise<Fault[]> {
  const remote = hosts.flatMap(({ name }) => {
    const own = settings.get(name);
    return own?.type === "ssh" ? [{ name, own }] : [];
  });
  return warnOfSshConfig(
    io.home,
    remote.map(({ name, own: { address, port, user, privateKeyFile, knownHostsFile } }) => ({
      name,
      address,
      set: {
        hostname: address === name ? undefined : address,
        port: port === 22 ? undefined : String(port),
        user: user ?? options.user,
        identityfile: privateKeyFile ?? options.privateKey,
        userknownhostsfile: knownHostsFile,
        identityagent: io.env["SSH_AUTH_SOCK"],
      },
    })),
  );
}
