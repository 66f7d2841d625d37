import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface KeyPair {
  /** In OpenSSH's format, encrypted if a passphrase was given. */
  readonly private: string;
  /** The line of a `.pub` file: type and base64, without a comment. */
  readonly public: string;
}

/**
 * A new Ed25519 key pair, made by ssh-keygen: the generator of ssh2 1.17.0 drops a zero byte at the start of the public
 * key, and so makes one key in 256 that nothing can read.
 */
export function newKeyPair(passphrase = ""): KeyPair {
  const folder = mkdtempSync(join(tmpdir(), "provision-key-"));
  try {
    const file = join(folder, "key");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-a", "1", "-C", "", "-f", file]);
    return { private: readFileSync(file, "utf8"), public: readFileSync(`${file}.pub`, "utf8").trim() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
