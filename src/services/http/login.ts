/** An account and its password, as HTTP's basic scheme sends them. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** The header that logs in; none without a login. */
export function loginHeader(login: Login | undefined): Readonly<Record<string, string>> {
  if (!login) return {};
  const { user, password } = login;
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}
