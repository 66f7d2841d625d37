import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Target } from "./target.ts";

/** An unprivileged user without an account: only root can become one, so tests with it need root. */
export const OTHER = 54_321;

/** What root owns and no other user may change: `safe/secret`, of mode 0600, and `safe/folder`, of mode 0700. */
export class SharedTarget extends Target {
  constructor() {
    super();
    chmodSync(this.folder, 0o755);
    this.make("safe/folder");
    writeFileSync(this.path("safe/secret"), "secret\n", { mode: 0o600 });
    chmodSync(this.path("safe/folder"), 0o700);
  }

  /** Makes a folder that belongs to a user. */
  make(name: string, uid = 0): string {
    mkdirSync(this.path(name), { recursive: true });
    chownSync(this.path(name), uid, uid);
    return this.path(name);
  }

  /** What an attack must not change. */
  safe(): object {
    return ["safe", "safe/secret", "safe/folder"].map((name) => {
      const { mode, uid, gid, nlink, mtimeMs, size } = lstatSync(this.path(name));
      const text = name === "safe/secret" ? readFileSync(this.path(name), "utf8") : "";
      return { name, mode, uid, gid, nlink, mtimeMs, size, text };
    });
  }
}
