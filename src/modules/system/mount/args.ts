import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { pathArg } from "../../lib/path/args.ts";

const PASS = { type: "string", pattern: "^[0-9]$", rule: "a digit", default: "0" } as const;

export const schema = {
  required: ["path", "state"],
  aliases: { name: "path" },
  needs: [
    ...(["mounted", "present", "ephemeral"] as const).flatMap((value) => [
      { argument: "state", value, oneOf: ["src"] },
      { argument: "state", value, oneOf: ["fstype"] },
    ]),
  ],
  properties: {
    path: {
      type: "string",
      description: "The folder that it is mounted on; none for a swap area, which has only an entry.",
      pattern: "^(/[^\\n]*|none|swap)$",
      rule: "an absolute path, or none",
    },
    src: {
      type: "string",
      description: "What is mounted: a device, UUID=…, HOST:/PATH, a folder (with `opts: bind`), tmpfs …",
      pattern: "^[^\\n]+$",
      rule: "one line of text",
    },
    fstype: {
      type: "string",
      description: "The type of the file system, such as ext4, nfs or tmpfs; none for a folder that is bound.",
      pattern: "^[A-Za-z0-9_.,-]+$",
      rule: "the type of a file system",
    },
    opts: {
      type: "string",
      description: "The options, with commas between them.",
      pattern: "^[^\\s][^\\n]*$",
      rule: "options with commas between them",
      default: "defaults",
    },
    dump: { ...PASS, description: "Whether the program dump saves it." },
    passno: { ...PASS, description: "When it is checked at boot; 0 for never." },
    state: {
      type: "string",
      description:
        "`mounted`: mounted now and at boot; `present`: only at boot; `ephemeral`: only now; `unmounted`: not now; `absent`: neither; `absent_from_fstab`: not at boot; `remounted`: mounted anew with its options, which is a change every time.",
      enum: ["mounted", "present", "ephemeral", "unmounted", "absent", "absent_from_fstab", "remounted"],
    },
    fstab: { ...pathArg("The file that lists what is mounted at boot."), default: "/etc/fstab" },
  },
} as const satisfies ArgsSchema;

export type Args = ArgsOf<typeof schema>;
