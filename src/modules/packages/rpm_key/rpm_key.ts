import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Apply, type Decision, type Predicted, shellModule } from "../../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { read, write, type Script } from "../../../module/script.ts";
import { isRootBy, SHOW_ROOT } from "../../lib/accounts/root.ts";
import { hasId, keysIn, type PublicKey } from "../../lib/openpgp/keys.ts";
import { fetchKeys, showKeyFile, shownKeys } from "../../lib/openpgp/source.ts";
import { normalPath } from "../../lib/path/args.ts";
import { fields, unexpected, worked } from "../../lib/script-output.ts";

const schema = {
  required: ["key"],
  properties: {
    key: {
      type: "string",
      description: "The key: its path on the target, or a URL; with `state: absent` also the end of its fingerprint.",
      pattern: '^(/[^\\n]*[^\\n/]|https?://[^\\s"\\\\@]+|(0[xX])?[0-9A-Fa-f]{8,64})$',
      rule: "an absolute path, a URL without a login, or at least 8 hexadecimal digits",
    },
    state: { type: "string", description: "Whether rpm trusts it.", enum: ["present", "absent"], default: "present" },
    fingerprint: {
      type: "array",
      split: true,
      description: "The fingerprints that the key must have, in whole or their ends; blanks do not matter.",
      items: {
        type: "string",
        description: "A fingerprint.",
        pattern: "^\\s*(0[xX])?([0-9A-Fa-f]\\s*){8,64}$",
        rule: "at least 8 hexadecimal digits",
      },
    },
  },
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

interface State {
  /** The keys that rpm has, as `VERSION-RELEASE`: the version is the end of the fingerprint. */
  readonly installed: readonly string[];
  /** What the path or the URL has; undefined if `key` is an id. */
  readonly key: Buffer | undefined;
  readonly isRoot: boolean;
}

export const rpm_key = shellModule({
  name: "rpm_key",
  summary: "Makes rpm trust a key, or no longer.",
  notes: [
    "A URL is fetched in each run, in check mode too, with curl or wget on the target.",
    "dnf imports the `gpgkey` of a repository by itself: it needs this module only where it may not ask.",
  ],
  args: schema,
  returns: { fingerprints: "The fingerprints of the keys." },
  examples: [
    {
      title: "Trust a key",
      args: {
        key: "https://packages.example.com/key.asc",
        fingerprint: ["0123456789ABCDEF0123456789ABCDEF01234567"],
      },
    },
    { title: "Trust a key no longer", args: { key: "89ABCDEF", state: "absent" } },
  ],
  probe: ({ key }) => ({
    script: read`with_environment command -v rpm >/dev/null 2>&1 || { echo 'rpm no'; exit 0; }
${/^https?:/.test(key) ? fetchKeys(key) : key.startsWith("/") ? showKeyFile(normalPath(key)) : read`:`}
if keys=$(with_environment rpm -q --qf 'installed %{VERSION}-%{RELEASE}\\n' gpg-pubkey 2>/dev/null || checked rpm "$?"); then printf '%s\\n' "$keys"; fi
${SHOW_ROOT}
echo 'rpm yes'`,
    parse: (answer) => parse(key, answer),
  }),
  decide,
  apply,
});

function parse(from: string, answer: Answer): Outcome<State> {
  const output = fields(answer.stdout);
  if (output.get("rpm") === "no")
    return bad(moduleFault("modules/no-package-manager", { program: "rpm" }, { missing: true }));
  if (output.get("rpm") === undefined) return unexpected("rpm's keys", answer);
  const key = shownKeys(from, output, answer);
  return key.ok ? good({ installed: output.all("installed"), key: key.value, isRoot: isRootBy(output) }) : key;
}

const idOf = (text: string) => text.replace(/\s|^0[xX]/g, "").toUpperCase();

/** Whether rpm's name of a key, VERSION-RELEASE, means the key with that fingerprint or its end. */
function isNamed(name: string, fingerprint: string): boolean {
  const version = name.replace(/-.*/, "").toUpperCase();
  return fingerprint.endsWith(version) || version.endsWith(fingerprint);
}

const setting = (fingerprint: string) => ({ kind: "setting", name: `rpm-key/${fingerprint}` }) as const;

function decide(args: Args, state: State, predicted: Predicted): Decision {
  const keys = state.key === undefined ? [] : keysIn(state.key);
  const fingerprints = state.key === undefined ? [idOf(args.key)] : keys.map(({ fingerprints: [own] }) => own);
  const result = { fingerprints };
  const fault = keyFault(args, state, keys);
  if (fault) return { changes: [], result, fault };
  const later = args.key.startsWith("/") ? predicted.get({ kind: "path", name: normalPath(args.key) }) : undefined;
  if (later !== undefined)
    return { changes: [], result: {}, unpredictable: `an earlier task would change ${args.key}` };
  const changes = fingerprints.flatMap((each) => changeOf(args, each, state, predicted));
  return changes.length === 0 || state.isRoot
    ? { changes, result }
    : { changes: [], result, fault: systemFault("modules/not-root", { what: "change rpm's keys" }) };
}

function keyFault({ key, state, fingerprint = [] }: Args, found: State, keys: readonly PublicKey[]): Fault | undefined {
  if (found.key === undefined)
    return state === "present" ? systemFault("modules/key-id-alone", { id: key }) : undefined;
  if (keys.length === 0) return systemFault("modules/no-key", { url: key });
  const other = fingerprint.map(idOf).find((id) => !keys.some((each) => hasId(each, id)));
  return other === undefined ? undefined : systemFault("modules/other-key", { from: key, id: other });
}

function changeOf({ state }: Args, fingerprint: string, { installed }: State, predicted: Predicted): readonly Change[] {
  const later = predicted.get(setting(fingerprint));
  const isTrusted = later === undefined ? installed.some((name) => isNamed(name, fingerprint)) : later === "present";
  if (isTrusted === (state === "present")) return [];
  const summary = `${state === "present" ? "trust" : "no longer trust"} the key ${fingerprint}`;
  const before = state === "present" ? "absent" : "present";
  return [{ resource: setting(fingerprint), summary, before, after: state }];
}

function apply(args: Args, changes: readonly Change[], { installed, key }: State): Apply {
  const names = installed.filter((name) =>
    changes.some(({ resource }) => isNamed(name, resource.name.replace("rpm-key/", ""))),
  );
  const packages = names.map((name) => `gpg-pubkey-${name}`);
  const script = key !== undefined && args.state === "present" ? importing(key) : removing(packages);
  return { script, parse: worked("change rpm's keys") };
}

/** Imports the bytes that were read, so that what is trusted is what was compared. */
function importing(key: Buffer): Script<"write"> {
  return write`file=$run/rpm-key.$$
printf %s ${key.toString("base64")} | base64 -d >"$file"
with_environment rpm --import "$file" >&2
rc=$?
rm -f -- "$file"
exit "$rc"`;
}

const removing = (packages: readonly string[]) => write`with_environment rpm -e --allmatches -- ${packages} >&2`;
