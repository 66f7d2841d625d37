import { type Catalogue, entry, faultsOf } from "../../define.ts";

export const httpErrors = {
  "services/http-url": entry<{ url: string }>(
    ({ url }) => `"${url}" is not an address of HTTP`,
    () => "Write it in full, as in http://127.0.0.1:8081/overview.",
  ),
  "services/http-body": entry<{ problem: string }>(
    ({ problem }) => `The request's body is not clear: ${problem}`,
    () => "Give `body` (a text) or `json` (any value), and only with a method that takes one, such as POST.",
  ),
  "services/http-request": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `The request to ${url} cannot be sent: ${reason}`,
    () => "Check `method` and `headers`.",
  ),
  "services/http-unreachable": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `Nothing answers at ${url}: ${reason}`,
    ({ url }) => `The address is meant as seen from the host. Try there: curl -i '${url}'`,
  ),
  "services/http-timeout": entry<{ url: string; seconds: number }>(
    ({ url, seconds }) => `${url} has not answered in full within ${seconds} s`,
    () => "Look at the service's log on the host, or raise `timeout`.",
  ),
  "services/http-tls": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `No TLS connection to ${url}: ${reason}`,
    () => "Check the certificate and the scheme; `validate_certs: false` accepts any certificate.",
  ),
  "services/http-lost": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `The connection to ${url} broke before the answer was complete: ${reason}`,
    () => "Look at the service's log on the host. A request that writes may have been carried out.",
  ),
  "services/http-status": entry<{ method: string; url: string; status: number; wanted: readonly number[] }>(
    ({ method, url, status, wanted }) => `${method} ${url} answered ${status}, wanted ${wanted.join(" or ")}`,
    () => "Below is what it said. Name every status that is all right in `status`.",
  ),
  "services/forwarding-forbidden": entry<{ address: string; reason: string }>(
    ({ address, reason }) => `The host's SSH server opens no channel to ${address}: ${reason}`,
    () => "Allow it in the host's sshd_config: AllowTcpForwarding yes (or local), and PermitOpen.",
  ),
} as const satisfies Catalogue;

export const httpFault = faultsOf(httpErrors);
