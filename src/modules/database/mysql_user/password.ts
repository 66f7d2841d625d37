import { createHash } from "node:crypto";
import type { UserArgs } from "./args.ts";
import type { User } from "./probe.ts";

/** Whether a password can be what a server stores. */
export const STORED = /^\*[0-9A-Fa-f]{40}$/;

/** What the server stores of a password with mysql_native_password; nothing if there is none. */
export function storedForm({ password = "", encrypted }: UserArgs): string {
  if (encrypted || password === "") return password.toUpperCase();
  const digest = (data: string | Buffer) => createHash("sha1").update(data).digest();
  return `*${digest(digest(password)).toString("hex").toUpperCase()}`;
}

/** Whether the stored form can be compared. */
export function isNative({ plugin }: User): boolean {
  return plugin === "" || plugin === "mysql_native_password";
}
