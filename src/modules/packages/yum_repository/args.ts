import type { ArgsOf, ArgSchema, ArgsSchema } from "../../../module/schema.ts";
import { EDIT_ARGS } from "../../lib/text-edit/args.ts";
import { pathArg } from "../../lib/path/args.ts";

const flag = (description: string) => ({ type: "boolean", description }) as const satisfies ArgSchema;

const line = (description: string) =>
  ({ type: "string", description, pattern: "^[^\\s][^\\n]*$", rule: "one line" }) as const satisfies ArgSchema;

const word = (description: string) =>
  ({ type: "string", description, pattern: "^\\S+$", rule: "a word without blanks" }) as const satisfies ArgSchema;

/** What a repository is fetched from: dnf replaces variables such as $releasever. */
const url = (description: string) =>
  ({
    type: "string",
    description,
    pattern: "^(https?|ftp|file|media)://\\S+$",
    rule: "a URL",
  }) as const satisfies ArgSchema;

const words = (description: string, item: string) =>
  ({ type: "array", split: true, description, items: word(item) }) as const satisfies ArgSchema;

const count = (description: string, minimum = 0) =>
  ({ type: "integer", description, minimum }) as const satisfies ArgSchema;

/** The options of a repository, as dnf spells them. `name` is the argument `description`. */
export const OPTIONS = {
  bandwidth: word("The bandwidth of the repository's line, such as 10M."),
  baseurl: {
    type: "array",
    split: true,
    description: "The addresses that have the packages.",
    items: url("An address."),
  },
  cost: count("Dearer repositories are used if cheaper ones lack a package; dnf's default is 1000."),
  countme: flag("Let the project that runs the repository count this host."),
  deltarpm_percentage: count("Fetch a delta if its size is at most this percentage of the package."),
  enablegroups: flag("Whether the repository's groups of packages count."),
  enabled: flag("Whether dnf uses the repository, which is dnf's default."),
  exclude: words("Packages that the repository is not to give, with wildcards.", "A package."),
  failovermethod: {
    type: "string",
    description: "In which order yum takes the addresses.",
    enum: ["roundrobin", "priority"],
  },
  gpgcakey: url("The address of the key that has signed the keys."),
  gpgcheck: flag("Whether packages need a signature."),
  gpgkey: words("The addresses of the keys that sign.", "An address, such as file:///etc/pki/rpm-gpg/KEY."),
  includepkgs: words("The only packages that the repository is to give, with wildcards.", "A package."),
  ip_resolve: {
    type: "string",
    description: "The version of the Internet Protocol.",
    enum: ["4", "6", "IPv4", "IPv6", "whatever"],
  },
  keepalive: flag("Whether connections are kept open."),
  keepcache: { type: "string", description: "Whether yum keeps downloaded packages.", enum: ["0", "1"] },
  metadata_expire: word("The seconds that metadata stays valid, also as 6h or 2d, or never."),
  metalink: url("The address of a metalink file, which names mirrors."),
  mirrorlist: url("The address of a list of mirrors."),
  module_hotfixes: flag("Whether packages come before those of modules."),
  password: line("The password for the repository. It is in the file: give it a `mode`."),
  priority: count("Repositories with lower numbers come first; dnf's default is 99.", 1),
  proxy: word("The address of a proxy, or _none_."),
  proxy_password: line("The password for the proxy."),
  proxy_username: line("The user's name at the proxy."),
  repo_gpgcheck: flag("Whether the metadata needs a signature."),
  retries: count("How often a download is tried."),
  skip_if_unavailable: flag("Whether dnf goes on without the repository if it cannot be reached."),
  sslcacert: pathArg("The file with the certificates of the authorities that are trusted."),
  sslclientcert: pathArg("The file with the certificate that is shown to the server."),
  sslclientkey: pathArg("The file with its key."),
  sslverify: flag("Whether the server's certificate is checked."),
  throttle: word("The highest bandwidth for downloads, such as 1M or 50%."),
  timeout: count("The seconds that a connection may be silent."),
  ui_repoid_vars: words("Variables whose values make names of repositories unique.", "A variable."),
  username: line("The user's name at the repository."),
} as const satisfies Readonly<Record<string, ArgSchema>>;

export const schema = {
  required: ["name"],
  aliases: {
    excludepkgs: "exclude",
    ca_cert: "sslcacert",
    client_cert: "sslclientcert",
    client_key: "sslclientkey",
    validate_certs: "sslverify",
  },
  needs: [
    { argument: "state", value: "present", oneOf: ["description"] },
    { argument: "state", value: "present", oneOf: ["baseurl", "mirrorlist", "metalink"] },
  ],
  properties: {
    name: {
      type: "string",
      description: "The repository's ID.",
      pattern: "^[A-Za-z0-9_.:-]+$",
      rule: "an ID of letters, digits, and - _ . :",
    },
    description: line("The repository's name, for people."),
    state: { type: "string", description: "Whether dnf knows it.", enum: ["present", "absent"], default: "present" },
    file: {
      type: "string",
      description: "The file, without `.repo`; by default it is named after the repository.",
      pattern: "^[^/\\s]+$",
      rule: "a file's name without a folder",
    },
    reposdir: { ...pathArg("The folder of the file."), default: "/etc/yum.repos.d" },
    ...OPTIONS,
    mode: EDIT_ARGS.mode,
    owner: EDIT_ARGS.owner,
    group: EDIT_ARGS.group,
    follow_unsafe_links: EDIT_ARGS.follow_unsafe_links,
  },
} as const satisfies ArgsSchema;

export type Args = ArgsOf<typeof schema>;
