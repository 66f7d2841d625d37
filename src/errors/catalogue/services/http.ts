import { type Catalogue, certainEntry, entry, faultsOf } from "../../define.ts";

/** What can go wrong in any HTTP request. */
export const httpErrors = {
  "services/http-url": certainEntry<{ url: string }>(
    ({ url }) => `"${url}" is not an HTTP URL.`,
    () => "Write it in full, as in http://127.0.0.1:8081/overview.",
  ),
  "services/http-body": certainEntry<{ problem: string }>(
    ({ problem }) => `The request's body is ambiguous: ${problem}.`,
    () => "Set `body` (a string) or `json` (any value), and only with a method that takes a body, such as POST.",
  ),
  "services/http-request": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `The request to ${url} cannot be sent: ${reason}.`,
    () => "Check `method` and `headers`.",
  ),
  "services/http-unreachable": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `Nothing answers at ${url}: ${reason}.`,
    ({ url }) => `The address must be valid on the host itself. Try it there with \`curl -i '${url}'\`.`,
  ),
  "services/http-timeout": entry<{ url: string; seconds: number }>(
    ({ url, seconds }) => `No complete answer from ${url} within ${seconds} s.`,
    () => "Check the service's log on the host, or raise `timeout`.",
  ),
  "services/http-tls": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `The TLS connection to ${url} failed: ${reason}.`,
    () => "Check the certificate and the scheme. `validate_certs: false` accepts any certificate.",
  ),
  "services/http-lost": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `The connection to ${url} was lost before the answer was complete: ${reason}.`,
    () => "Check the service's log on the host. If the request was a write, it may have been carried out.",
  ),
  "services/http-encoding": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `The answer from ${url} cannot be decompressed: ${reason}.`,
    () => "Its Content-Encoding is not what its body is. Check the server, or a proxy in front of it.",
  ),
  "services/http-protocol": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `What answers at ${url} does not speak HTTP: ${reason}.`,
    () => "Check the port. If the server expects TLS, write https:// instead of http://.",
  ),
  "services/http-status": entry<{ method: string; url: string; status: number; expected: readonly number[] }>(
    ({ method, url, status, expected }) => `${method} ${url} answered ${status}, expected ${expected.join(" or ")}.`,
    ({ status }) =>
      status >= 300 && status < 400 && status !== 304
        ? "Request the location above, set `follow_redirects`, or list the status in `status`."
        : "The answer is above. List every acceptable status in `status`.",
  ),
  "services/http-redirect": entry<{ method: string; url: string; location: string; reason: string }>(
    ({ method, url, location, reason }) =>
      `${method} ${url} is redirected to ${location}, which is not followed: ${reason}.`,
    () => "Request the right URL, or list the status of the redirection in `status`.",
  ),
  "services/forwarding-forbidden": entry<{ address: string; reason: string }>(
    ({ address, reason }) => `The host's SSH server does not open a channel to ${address}: ${reason}.`,
    () => "Allow it in the host's sshd_config: AllowTcpForwarding yes (or local), and PermitOpen.",
  ),
} as const satisfies Catalogue;

export const httpFault = faultsOf(httpErrors);
