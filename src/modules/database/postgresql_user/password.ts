import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";

/** How a server stores new passwords. */
export interface Storage {
  readonly method: "md5" | "scram-sha-256";
  readonly iterations: number;
}

const MD5 = /^md5[0-9a-f]{32}$/;
const SCRAM = /^SCRAM-SHA-256\$(\d{1,7}):([A-Za-z0-9+/]+=*)\$([A-Za-z0-9+/]{43}=):([A-Za-z0-9+/]{43}=)$/;

/** Whether the text is a stored form of a password, which the server takes as it is. */
function isStored(password: string): boolean {
  return MD5.test(password) || SCRAM.test(password);
}

/** Whether a role whose password is stored so has this password. */
export function isPassword(password: string, stored: string | null, role: string): boolean {
  if (stored === null || password === "") return stored === null && password === "";
  if (isStored(password)) return password === stored;
  if (MD5.test(stored)) return stored === md5(password, role);
  const [, iterations = "", salt = ""] = SCRAM.exec(stored) ?? [];
  const made = salt === "" ? "" : scram(password, Buffer.from(salt, "base64"), Number(iterations));
  return made.length === stored.length && timingSafeEqual(Buffer.from(made), Buffer.from(stored));
}

/** What the server is to store: so it never sees the password itself, and its log cannot hold it. */
export function storedForm(password: string, role: string, salt: Uint8Array, { method, iterations }: Storage): string {
  if (isStored(password)) return password;
  return method === "md5" ? md5(password, role) : scram(password, salt, iterations);
}

function md5(password: string, role: string): string {
  return `md5${createHash("md5").update(`${password}${role}`).digest("hex")}`;
}

/** RFC 5803. */
function scram(password: string, salt: Uint8Array, iterations: number): string {
  const salted = pbkdf2Sync(prepared(password), salt, iterations, 32, "sha256");
  const client = createHmac("sha256", salted).update("Client Key").digest();
  const stored = createHash("sha256").update(client).digest("base64");
  const server = createHmac("sha256", salted).update("Server Key").digest("base64");
  return `SCRAM-SHA-256$${iterations}:${Buffer.from(salt).toString("base64")}$${stored}:${server}`;
}

/** SASLprep (RFC 4013), which the server and its clients apply. A password with characters that it prohibits is used as it is. */
function prepared(password: string): string {
  const mapped = password.replace(IGNORED, "").replace(BLANKS, " ").normalize("NFKC");
  return /^$|[\p{Cc}\p{Co}\p{Cs}\p{Cn}\u200e\u200f\u202a-\u202e\u2028\u2029\u206a-\u206f\ufff9-\uffff]/u.test(mapped)
    ? password
    : mapped;
}

const IGNORED = /[\u00ad\u034f\u1806\u180b-\u180d\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]/gu;
const BLANKS = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;
