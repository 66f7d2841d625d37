import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { HEADERS_ARG, LOGIN_ARGS } from "../../lib/login-args.ts";
import { BACKUP_ARG } from "../../lib/content-file/args.ts";
import { GROUP_ARG, OWNER_ARG, pathArg } from "../../lib/path/args.ts";
import { MODE_ARG } from "../../lib/path/mode.ts";
import { UNSAFE_LINKS_ARG } from "../../lib/path/walk.ts";

export const GET_URL_ARGS = {
  required: ["url", "dest"],
  aliases: { username: "url_username", password: "url_password" },
  properties: {
    url: { type: "string", format: "url", description: "The file's URL, as seen from the target: http or https." },
    dest: pathArg(
      "The file on the target, or an existing folder: then the file is named after the last part of the URL.",
    ),
    checksum: {
      type: "string",
      description:
        "The file's digest as `ALGORITHM:DIGEST`, or `ALGORITHM:URL` of a file that lists it. Empty: it is not checked.",
      pattern:
        "^(md5:[0-9A-Fa-f]{32}|sha1:[0-9A-Fa-f]{40}|sha224:[0-9A-Fa-f]{56}|sha256:[0-9A-Fa-f]{64}|sha384:[0-9A-Fa-f]{96}|sha512:[0-9A-Fa-f]{128}|(md5|sha1|sha224|sha256|sha384|sha512):https?://[^\\s@#\\\\]+)?$",
      rule: "`ALGORITHM:DIGEST` or `ALGORITHM:URL`, where the algorithm is md5, sha1, sha224, sha256, sha384 or sha512",
      hint: "Write the digest in full, in hexadecimal digits: sha256:0a1b….",
      default: "",
    },
    force: {
      type: "boolean",
      description:
        "Without a digest: download each time, and replace the file if the content differs. `false` keeps a file that exists.",
      default: false,
    },
    headers: HEADERS_ARG,
    url_username: LOGIN_ARGS.user,
    url_password: LOGIN_ARGS.password,
    timeout: {
      type: "integer",
      minimum: 1,
      maximum: 3600,
      default: 10,
      description: "The seconds after which the task fails if no connection is made or no data arrives.",
    },
    validate_certs: {
      type: "boolean",
      default: true,
      description: "Whether to verify the certificate of an https server: always.",
    },
    backup: BACKUP_ARG,
    mode: MODE_ARG,
    owner: OWNER_ARG,
    group: GROUP_ARG,
    follow_unsafe_links: UNSAFE_LINKS_ARG,
  },
} as const satisfies ArgsSchema;

export type GetUrlArgs = ArgsOf<typeof GET_URL_ARGS>;

/** What `checksum` says: the digest, or the URL of a list of digests. */
export interface Checksum {
  readonly algorithm: string;
  readonly digest: string;
  readonly list: string;
}

export function checksumOf({ checksum }: Pick<GetUrlArgs, "checksum">): Checksum | undefined {
  if (checksum === "") return undefined;
  const colon = checksum.indexOf(":");
  const value = checksum.slice(colon + 1);
  const isUrl = value.includes(":");
  return {
    algorithm: checksum.slice(0, colon),
    digest: isUrl ? "" : value.toLowerCase(),
    list: isUrl ? value : "",
  };
}

/** The last part of the URL's path, as it is written there. */
export function nameOf(url: string): string {
  const path = /^[^:]+:\/\/[^/?]*([^?]*)/.exec(url)?.[1] ?? "";
  const name = path.slice(path.lastIndexOf("/") + 1);
  return ["", ".", ".."].includes(name) ? "index.html" : name;
}
