import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import { parseUrl, shownUrl } from "../../../services/http/url.ts";
import { checksumOf, type GetUrlArgs } from "./args.ts";
import type { DownloadState } from "./probe.ts";

/** The URL without a user and password. */
export function shown(url: string): string {
  const parsed = parseUrl(url);
  return parsed.ok ? shownUrl(parsed.value) : url;
}

/** A fault if the arguments cannot be met, whatever is on the target. */
export function argsFault({ url, url_username, url_password, validate_certs }: GetUrlArgs): Fault | undefined {
  const wrong = (name: string, problem: string, write: string) =>
    moduleFault("modules/argument", { name, problem, write });
  if (!validate_certs) {
    const write = "Remove it, and add the server's certificate authority to those that the target trusts.";
    return wrong("validate_certs", "cannot be false: who answers instead of the server could send any file", write);
  }
  const parsed = parseUrl(url);
  if (!parsed.ok) return parsed.faults[0];
  if (parsed.value.username !== "" || parsed.value.password !== "")
    return wrong("url", "contains a user or a password", "Write them as `url_username` and `url_password`.");
  if (url_username === "" && url_password !== "")
    return wrong("url_password", "is set without `url_username`", "Set `url_username`, or remove `url_password`.");
  return undefined;
}

/** A fault if the target has no program that can download this file. */
export function programFault(args: GetUrlArgs, program: DownloadState["program"]): Fault | undefined {
  const without = (names: string, what: string) =>
    systemFault("modules/no-program", { program: names, what, install: "`package: {name: curl}`" }, { missing: true });
  if (program === "none") return without("curl or wget", "download files");
  if (program !== "busybox") return undefined;
  if (args.url_username !== "" || Object.keys(args.headers ?? {}).length > 0)
    return without("curl or GNU wget", "send headers or a login without showing them to its users");
  const checksum = checksumOf(args);
  const isSafe = checksum !== undefined && checksum.digest !== "";
  const isSecure = [args.url, checksum?.list ?? ""].some((url) => /^https:/i.test(url));
  return isSecure && !isSafe ? without("curl or GNU wget", "check the certificate of an https server") : undefined;
}
