import { shellModule } from "../../../module/contract.ts";
import { applyKeypair } from "./apply.ts";
import { KEYPAIR_ARGS } from "./args.ts";
import { decideKeypair } from "./decide.ts";
import { probeKeypair } from "./probe.ts";

export const openssh_keypair = shellModule({
  name: "openssh_keypair",
  summary: "Makes a pair of keys for SSH on the target. The private key never leaves it.",
  notes: [
    "A key of another type or size is replaced. A file that is not a private key, or a key that needs a passphrase, is left alone unless `force` is set. New keys have no passphrase.",
    "The private key gets mode 0600, the public key 0644. A missing or different file of the public key is written from the private one. The folder must exist, and the files belong to the task's user. The target needs ssh-keygen.",
  ],
  args: KEYPAIR_ARGS,
  returns: {
    filename: "The file of the private key.",
    type: "The type of the key.",
    size: "Its bits.",
    public_key: "The public key with its comment.",
    fingerprint: "Its SHA-256 as ssh-keygen shows it.",
    comment: "Its comment.",
  },
  examples: [
    {
      title: "Make a key to deploy with",
      args: { path: "/etc/deploy/id_ed25519", type: "ed25519", comment: "deploy" },
    },
    { title: "Remove a pair of keys", args: { path: "/root/.ssh/id_old", state: "absent" } },
  ],
  probe: probeKeypair,
  decide: decideKeypair,
  apply: (args, _changes, found) => applyKeypair(args, found),
});
