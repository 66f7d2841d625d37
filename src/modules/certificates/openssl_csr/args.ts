import type { ArgsOf, ArgsSchema, ArgSchema } from "../../../module/schema.ts";
import { GROUP_ARG, OWNER_ARG, pathArg } from "../../lib/path/args.ts";
import { MODE_ARG } from "../../lib/path/mode.ts";
import { UNSAFE_LINKS_ARG } from "../../lib/path/walk.ts";

const name = (description: string) =>
  ({
    type: "string",
    description,
    pattern: "^\\S(?:[^\\n]*\\S)?$",
    rule: "one line without blanks at its ends",
  }) as const satisfies ArgSchema;

const list = (description: string, pattern: string, rule: string) =>
  ({
    type: "array",
    items: { type: "string", description: "An item.", pattern, rule },
    split: true,
    minItems: 1,
    description,
  }) as const satisfies ArgSchema;

const critical = (of: string) =>
  ({
    type: "boolean",
    description: `Whether who does not know ${of} must refuse the certificate.`,
    default: false,
  }) as const;

const USES =
  "digitalSignature|nonRepudiation|keyEncipherment|dataEncipherment|keyAgreement|keyCertSign|cRLSign|encipherOnly|decipherOnly";

export const CSR_ARGS = {
  required: ["path", "privatekey_path", "common_name"],
  properties: {
    path: pathArg("The file of the request on the target; its folder must exist."),
    privatekey_path: pathArg("The file of the private key on the target."),
    privatekey_passphrase: {
      type: "string",
      description: "What decrypts the key: a secret.",
      pattern: "^[^\\n]+$",
      rule: "one line",
    },
    common_name: name("The name that the certificate is for."),
    country_name: {
      type: "string",
      description: "The country, as two letters.",
      pattern: "^[A-Za-z]{2}$",
      rule: "two letters, such as DE",
    },
    state_or_province_name: name("The state or province."),
    locality_name: name("The city."),
    organization_name: name("The organization."),
    organizational_unit_name: name("The part of the organization."),
    email_address: name("An e-mail address."),
    subject_alt_name: list(
      "All names that the certificate is for, as DNS:NAME, IP:ADDRESS, email:ADDRESS or URI:URL.",
      "^(DNS|IP|email|URI|RID):[^\\n,]+$",
      "a name with its kind, such as DNS:example.org",
    ),
    subject_alt_name_critical: critical("these names"),
    use_common_name_for_san: {
      type: "boolean",
      description: "Without `subject_alt_name`, take `common_name` for it.",
      default: true,
    },
    key_usage: list(
      "What the key may be used for.",
      `^(${USES})$`,
      "a use that openssl knows, such as digitalSignature",
    ),
    key_usage_critical: critical("the uses"),
    extended_key_usage: list(
      "More about what the key may be used for.",
      "^[A-Za-z][A-Za-z0-9]*$|^\\d+(\\.\\d+)+$",
      "a use by name or number, such as serverAuth",
    ),
    extended_key_usage_critical: critical("these uses"),
    basic_constraints: list(
      "Whether it is for an authority, which may sign certificates.",
      "^(CA:(TRUE|FALSE)|pathlen:\\d{1,3})$",
      "CA:TRUE, CA:FALSE or pathlen:NUMBER",
    ),
    basic_constraints_critical: critical("this"),
    digest: {
      type: "string",
      description: "The digest that is signed. Keys of Ed25519 and Ed448 have their own.",
      enum: ["sha256", "sha384", "sha512"],
      default: "sha256",
    },
    force: { type: "boolean", description: "Make a new request with each run.", default: false },
    state: {
      type: "string",
      description: "The request exists.",
      enum: ["present"],
      unsupportedValues: { absent: "Use the `file` module with `state: absent`." },
      default: "present",
    },
    mode: { ...MODE_ARG, default: "0644" },
    owner: OWNER_ARG,
    group: GROUP_ARG,
    follow_unsafe_links: UNSAFE_LINKS_ARG,
  },
  aliases: { keyUsage: "key_usage", extendedKeyUsage: "extended_key_usage", basicConstraints: "basic_constraints" },
} as const satisfies ArgsSchema;

export type CsrArgs = ArgsOf<typeof CSR_ARGS>;

/** What openssl reads as its configuration. */
export function configOf(args: CsrArgs): string {
  const alternatives = args.subject_alt_name ?? (args.use_common_name_for_san ? [`DNS:${args.common_name}`] : []);
  const line = (key: string, value: string | undefined) => (value === undefined ? [] : [`${key} = ${quoted(value)}`]);
  const extension = (key: string, values: readonly string[] | undefined, isCritical: boolean) =>
    values === undefined ? [] : [`${key} = ${[...(isCritical ? ["critical"] : []), ...values].join(", ")}`];
  return [
    ...["[req]", "prompt = no", "utf8 = yes", "string_mask = utf8only", "distinguished_name = names"],
    ...["req_extensions = extensions", "[names]"],
    ...line("C", args.country_name),
    ...line("ST", args.state_or_province_name),
    ...line("L", args.locality_name),
    ...line("O", args.organization_name),
    ...line("OU", args.organizational_unit_name),
    ...line("CN", args.common_name),
    ...line("emailAddress", args.email_address),
    "[extensions]",
    ...extension(
      "subjectAltName",
      alternatives.length > 0 ? ["@alternatives"] : undefined,
      args.subject_alt_name_critical,
    ),
    ...extension("keyUsage", args.key_usage, args.key_usage_critical),
    ...extension("extendedKeyUsage", args.extended_key_usage, args.extended_key_usage_critical),
    ...extension("basicConstraints", args.basic_constraints, args.basic_constraints_critical),
    "[alternatives]",
    ...alternatives.flatMap((each, index) => {
      const [kind = "", ...rest] = each.split(":");
      return line(`${kind}.${index + 1}`, rest.join(":"));
    }),
    "",
  ].join("\n");
}

/** A value in which no character has a meaning for openssl. */
function quoted(value: string): string {
  return value.replace(/[\\"'#$` ]/g, "\\$&");
}
