import { shellModule } from "../../../module/contract.ts";
import { applyDownload } from "./apply.ts";
import { GET_URL_ARGS } from "./args.ts";
import { decideDownload } from "./decide.ts";
import { probeDownload } from "./probe.ts";

export const get_url = shellModule({
  name: "get_url",
  summary: "Downloads a file from an HTTP or HTTPS server to the target.",
  notes: [
    "The target downloads, with curl, else with wget; proxies are those of the task's `environment`. At most 4 GiB are downloaded.",
    'The file is replaced atomically: the bytes are first written under a temporary name in the same folder, where no other user can reach them, synced and compared with `checksum`. If anything fails, the old file stays. A new file gets mode "0644" by default; an existing one keeps its mode and owner unless they are given. A symbolic link at the path is not replaced.',
    "A file that exists is kept if it has the digest, or if there is neither `checksum` nor `force`. With `force`, or with the URL of a list of digests, only the download shows whether an existing file changes: check mode then says unknown.",
    "Redirections are followed, with curl never from https to http; wget does not prevent that. Headers and login are never arguments of a process. With wget, a request that has some follows no redirection. A list of digests gets them only if it is on the same server.",
    "The wget of BusyBox sends no headers and no login, and fetches from https only what `checksum` has the digest of, because it checks no certificates. It ends after an hour; `timeout` does not apply to it.",
  ],
  args: GET_URL_ARGS,
  returns: {
    url: "The URL.",
    dest: "The file's path.",
    mode: "Its permissions in octal.",
    owner: "Its user, if known.",
    group: "Its group, if known.",
    size: "Its size in bytes.",
    sha256: "The SHA-256 of its bytes, if it was downloaded or `checksum` says it.",
    backup_file: "With `backup`: the copy of the old file, if there was one with other content.",
  },
  examples: [
    {
      title: "Download a release once",
      args: {
        url: "https://downloads.example.com/tool-1.2.tar.gz",
        dest: "/opt/tool-1.2.tar.gz",
        checksum: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      },
    },
    {
      title: "Follow a file that changes",
      args: { url: "http://192.0.2.7/allowed.txt", dest: "/etc/app/allowed.txt", force: true, mode: "0640" },
    },
  ],
  probe: probeDownload,
  decide: decideDownload,
  apply: applyDownload,
});
