import { scryptSync, timingSafeEqual, randomBytes } from "node:crypto";

/** The admin password takes effect in a new database only. An existing database keeps its login. */
export function effectiveLogin(kept, { user, password }) {
  if (kept !== undefined) return kept;
  const salt = randomBytes(16).toString("hex");
  return { user, salt, hash: hashOf(password, salt) };
}

const hashOf = (password, salt) => scryptSync(password, salt, 32).toString("hex");

/** The role of a request: "admin", "viewer" without a login if anonymous access is on, or undefined. */
export function roleOf(header, login, anonymous) {
  if (header === undefined) return anonymous ? "viewer" : undefined;
  const [scheme, code = ""] = header.split(" ");
  const [user, ...rest] = Buffer.from(code, "base64").toString("utf8").split(":");
  if (scheme !== "Basic" || user !== login.user) return undefined;
  const given = Buffer.from(hashOf(rest.join(":"), login.salt));
  return timingSafeEqual(given, Buffer.from(login.hash)) ? "admin" : undefined;
}
