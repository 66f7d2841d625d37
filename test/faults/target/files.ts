import { createHash } from "node:crypto";

export const APP = "/srv/faults/app";
export const UNITS = "/etc/systemd/system";
const SOCKET_LINK = `${UNITS}/sockets.target.wants/faults-demo.socket`;

/** What is at a path: `f 0640 operator operator DIGEST`, `d 0750 root root -`, `l 0777 root root TARGET`. */
export type Entry = string;

/** What the project manages: what the reset leaves at the path (undefined: nothing), and what a run makes of it. */
export interface Managed {
  readonly old: Entry | undefined;
  readonly new: Entry;
}

const digest = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");
const file = (mode: string, owner: string, content: string | Buffer): Entry =>
  `f ${mode} ${owner} ${owner} ${digest(content)}`;

/** The old versions of files, by name in the project's folder on the server. */
export const OLD: Readonly<Record<string, string>> = {
  "short.conf": "size = 0\n",
  "medium.bin": "old medium file\n".repeat(4000),
  "secret.conf": "user = nobody\n",
};

/** The contents that the project sends. */
export interface Contents {
  readonly medium: Buffer;
  readonly large: Buffer;
  readonly secretConf: string;
  readonly socket: string;
  readonly service: string;
  readonly compose: string;
}

/** All paths that the project manages. */
export function managedFiles(contents: Contents, containers: boolean): ReadonlyMap<string, Managed> {
  const { medium, large, secretConf, socket, service, compose } = contents;
  const app: Record<string, Managed> = {
    "": both("d 0755 root root -"),
    "/made": fresh("d 0755 root root -"),
    "/made/deep": fresh("d 0750 operator operator -"),
    "/short.conf": {
      old: file("0640", "operator", OLD["short.conf"] ?? ""),
      new: file("0640", "operator", "# Managed by provision\nsize = 1\n"),
    },
    "/medium.bin": { old: file("0644", "root", OLD["medium.bin"] ?? ""), new: file("0644", "root", medium) },
    "/link": fresh("l 0777 root root medium.bin"),
    "/large.bin": fresh(`f 0600 plain root ${digest(large)}`),
    "/secret.conf": { old: file("0600", "root", OLD["secret.conf"] ?? ""), new: file("0600", "root", secretConf) },
    "/worked": fresh(file("0644", "root", "worked\n")),
    ...(containers && { "/docker-compose.yml": fresh(file("0644", "root", compose)) }),
  };
  return new Map([
    ...Object.entries(app).map(([name, managed]) => [`${APP}${name}`, managed] as const),
    [`${UNITS}/faults-demo.socket`, fresh(file("0644", "root", socket))],
    [`${UNITS}/faults-demo@.service`, fresh(file("0644", "root", service))],
    [SOCKET_LINK, fresh(`l 0777 root root ${UNITS}/faults-demo.socket`)],
  ]);
}

function fresh(entry: Entry): Managed {
  return { old: undefined, new: entry };
}

function both(entry: Entry): Managed {
  return { old: entry, new: entry };
}
