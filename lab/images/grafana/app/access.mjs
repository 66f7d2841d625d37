import { scryptSync, timingSafeEqual, randomBytes } from "node:crypto";

/** The admin password counts for a new database only: what an older one holds stays. */
export function keptLogin(kept, { user, password }) {
  if (kept !== undefined) return kept;
  const salt = randomBytes(16).toString("hex");
  return { user, salt, hash: hashOf(password, salt) };
}

const hashOf = (password, salt) => scryptSync(password, salt, 32).toString("hex");

/** Who asks: "admin", "viewer" where no login is wanted, or nobody. */
export function roleOf(header, login, anonymous) {
  if (header === undefined) return anonymous ? "viewer" : undefined;
  const [scheme, code = ""] = header.split(" ");
  const [user, ...rest] = Buffer.from(code, "base64").toString("utf8").split(":");
  if (scheme !== "Basic" || user !== login.user) return undefined;
  const given = Buffer.from(hashOf(rest.join(":"), login.salt));
  return timingSafeEqual(given, Buffer.from(login.hash)) ? "admin" : undefined;
}
