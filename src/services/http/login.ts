/** A user and password for HTTP Basic authentication. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** The authorization header; no header without a login. */
export function loginHeader(login: Login | undefined): Readonly<Record<string, string>> {
  if (!login) return {};
  const { user, password } = login;
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}
