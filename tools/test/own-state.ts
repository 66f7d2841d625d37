import { spawnSync } from "node:child_process";
import { userInfo } from "node:os";

let mountable: boolean | undefined;

/** Whether a server that a test starts can have its own mounts. Only root can, and not in every container. */
export function canMount(): boolean {
  mountable ??= isRoot() && spawnSync("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;
  return mountable;
}

/**
 * Whether each test's sshd can keep its state apart from all others. Root's state is in /var/lib/provision, so root needs a
 * mount there; other users' state is below the HOME of the server's sessions.
 */
export function hasOwnState(): boolean {
  return !isRoot() || canMount();
}

function isRoot(): boolean {
  return userInfo().uid === 0;
}
