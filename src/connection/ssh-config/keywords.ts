/** What follows from an option that provision does not follow; undefined if nothing is lost with this value. */
export type Ignored = (value: string) => { readonly because: string; readonly hint: string } | undefined;

const KEYS = "provision always checks host keys";
const ACCEPT = "Remove it, or run with --accept-new-host-keys, which says what it accepts.";

const weakens =
  (values: RegExp, hint: string): Ignored =>
  (value) =>
    values.test(value) ? { because: KEYS, hint } : undefined;
const unsupported =
  (hint: string, harmless = /^(no|none|any)$/i): Ignored =>
  (value) =>
    harmless.test(value) ? undefined : { because: "provision does not support it", hint };

/** Options that change how a host is reached or trusted, and are not followed. */
export const IGNORED: ReadonlyMap<string, Ignored> = new Map([
  ["stricthostkeychecking", weakens(/^(no|off|false|accept-new)$/i, ACCEPT)],
  ["nohostauthenticationforlocalhost", weakens(/^(yes|true)$/i, "Remove it, and add the host key to known_hosts.")],
  ["verifyhostkeydns", weakens(/^(yes|true)$/i, "Remove it, and add the host key to known_hosts.")],
  ["knownhostscommand", unsupported("Write its keys into a file, and name that with `UserKnownHostsFile`.")],
  ["certificatefile", unsupported("Log in with a key that is in authorized_keys on the server.")],
  ["canonicalizehostname", unsupported("Write the whole name of the host into the inventory.")],
  ["bindaddress", unsupported("Let the routes of this machine choose the address.")],
  ["bindinterface", unsupported("Let the routes of this machine choose the interface.")],
  ["addressfamily", unsupported("Write the IP address of the host into the inventory.")],
  ["pkcs11provider", unsupported("Add the key to an agent with `ssh-add -s`.")],
  ["securitykeyprovider", unsupported("Log in with a key of another type.", /^(no|none|internal)$/i)],
]);

/** Options that are followed. */
export const FOLLOWED = [
  "hostname",
  "user",
  "port",
  "identityfile",
  "identitiesonly",
  "identityagent",
  "proxyjump",
  "proxycommand",
  "userknownhostsfile",
  "globalknownhostsfile",
  "hostkeyalias",
  "hashknownhosts",
] as const;

/** Options without which nothing is lost. */
const HARMLESS =
  "addkeystoagent batchmode canonicaldomains canonicalizefallbacklocal canonicalizemaxdots canonicalizepermittedcnames " +
  "casignaturealgorithms challengeresponseauthentication channeltimeout checkhostip cipher ciphers clearallforwardings compression " +
  "compressionlevel connectionattempts connecttimeout controlmaster controlpath controlpersist dsaauthentication dynamicforward " +
  "enableescapecommandline enablesshkeysign escapechar exitonforwardfailure fallbacktorsh fingerprinthash " +
  "forkafterauthentication forwardagent forwardx11 forwardx11timeout forwardx11trusted gatewayports gssapiauthentication " +
  "gssapiclientidentity gssapidelegatecredentials gssapikeyexchange gssapikexalgorithms gssapirenewalforcesrekey gssapiserveridentity " +
  "gssapitrustdns hostbasedacceptedalgorithms hostbasedauthentication hostbasedkeytypes hostkeyalgorithms ignoreunknown ipqos " +
  "kbdinteractiveauthentication kbdinteractivedevices keepalive kexalgorithms localcommand localforward loglevel logverbose macs " +
  "numberofpasswordprompts obscurekeystroketiming passwordauthentication permitlocalcommand permitremoteopen " +
  "preferredauthentications protocol proxyusefdpass pubkeyacceptedalgorithms pubkeyacceptedkeytypes pubkeyauthentication rekeylimit " +
  "remotecommand remoteforward requesttty requiredrsasize revokedhostkeys rhostsrsaauthentication rsaauthentication " +
  "rsaminsize sendenv serveralivecountmax serveraliveinterval sessiontype setenv stdinnull streamlocalbindmask " +
  "streamlocalbindunlink syslogfacility tag tcpkeepalive tunnel tunneldevice updatehostkeys usekeychain useprivilegedport " +
  "useroaming versionaddendum visualhostkey warnweakcrypto xauthlocation";

/** Every option that is known, to find those that are misspelt. */
export const KNOWN: ReadonlySet<string> = new Set([
  ...FOLLOWED,
  ...IGNORED.keys(),
  ...HARMLESS.split(" "),
  "host",
  "match",
  "include",
]);
