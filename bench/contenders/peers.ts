import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { homedir } from "node:os";
import { timed } from "../process.ts";

/** The programs of others that are measured, from PyPI. */
export const PACKAGES = ["ansible-core==2.19.14", "mitogen==0.3.54", "pyinfra==3.10.0"] as const;

/** Where they are installed. */
export interface Peers {
  readonly python: string;
  readonly ansiblePlaybook: string;
  readonly pyinfra: string;
  /** The folder of mitogen's strategies for Ansible. */
  readonly mitogen: string;
}

/** Installs them into a folder of the user's cache, unless they are there. Throws if that fails. */
export async function installPeers(): Promise<Peers> {
  const caches = process.env["XDG_CACHE_HOME"] ?? `${homedir()}/.cache`;
  const folder = `${caches}/provision-bench/${PACKAGES.join("-").replaceAll("==", "-")}`;
  const python = `${folder}/bin/python3`;
  const mitogen = `${folder}/strategy`;
  if (!existsSync(mitogen)) {
    await rm(folder, { recursive: true, force: true });
    await timed({ argv: ["python3", "-m", "venv", folder] });
    await timed({ argv: [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", ...PACKAGES] });
    // The last step, so that an installation that was interrupted is made again.
    const link =
      "import ansible_mitogen, os, sys; os.symlink(ansible_mitogen.__path__[0] + '/plugins/strategy', sys.argv[1])";
    await timed({ argv: [python, "-c", link, mitogen] });
  }
  return { python, mitogen, ansiblePlaybook: `${folder}/bin/ansible-playbook`, pyinfra: `${folder}/bin/pyinfra` };
}
