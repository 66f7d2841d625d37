import type { Assertion } from "./evidence.ts";

/** No secret is in any output, in the arguments of a process or in a log. */
export const noSecretShown: Assertion = ({ texts, secrets, leakedLogs }) => [
  ...[...texts].flatMap(([place, text]) => {
    const shown = secrets.flatMap(formsOf).find((form) => text.includes(form));
    return shown === undefined ? [] : [`A secret is in ${place}: ${around(text, shown)}`];
  }),
  ...leakedLogs.map((line) => `A secret is in a log of the server: ${line}`),
];

/** The forms in which a secret is a secret. */
export function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString("base64").replace(/=+$/, "").slice(0, -1);
  return [...new Set([secret, base64, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])];
}

function around(text: string, part: string): string {
  const at = text.indexOf(part);
  return text.slice(Math.max(0, at - 80), at + part.length + 20);
}
