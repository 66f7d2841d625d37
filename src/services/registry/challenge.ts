/** What a registry requires before it answers. */
export type Challenge =
  | { readonly scheme: "basic" }
  | {
      readonly scheme: "bearer";
      readonly realm: string;
      readonly service: string | undefined;
      readonly scope: string | undefined;
    };

/** Parses the header WWW-Authenticate. A token is preferred to a password; undefined if it offers neither. */
export function parseChallenge(header: string): Challenge | undefined {
  const parameters = /(?:^|[\s,])bearer\s+((?:[\w-]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s,"]+)\s*,?\s*)+)/i.exec(
    header,
  )?.[1];
  const values = new Map<string, string>();
  for (const [, name = "", quoted, plain] of (parameters ?? "").matchAll(
    /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g,
  ))
    values.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "");
  const realm = values.get("realm");
  if (parameters !== undefined && realm !== undefined)
    return { scheme: "bearer", realm, service: values.get("service"), scope: values.get("scope") };
  return /(?:^|[\s,])basic(?:\s|,|$)/i.test(header) ? { scheme: "basic" } : undefined;
}

/** The URL that gives a token to read a repository; undefined if the realm is no URL, or is less protected than the registry. */
export function tokenUrl(
  { realm, service, scope }: Extract<Challenge, { scheme: "bearer" }>,
  endpoint: string,
  repository: string,
): string | undefined {
  if (!URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  const isProtected = url.protocol === "https:" || (url.protocol === "http:" && endpoint.startsWith("http:"));
  if (!isProtected || url.username !== "" || url.password !== "") return undefined;
  if (service !== undefined) url.searchParams.set("service", service);
  url.searchParams.set("scope", scope ?? `repository:${repository}:pull`);
  return url.href;
}
