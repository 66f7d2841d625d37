import { shellModule } from "../../../module/contract.ts";
import { applyUser } from "./apply.ts";
import { USER_ARGS } from "./args.ts";
import { decideUser } from "./decide.ts";
import { probeUser } from "./probe.ts";

export const user = shellModule({
  name: "user",
  summary: "Creates, changes or removes a user of the target.",
  notes: [
    "What is not given stays as it is, and follows the target's defaults for a new user.",
    "If a group with the user's name exists already, a new user without `group` gets the target's default group.",
    "The hash of the password is never part of a program's arguments, and never shown.",
    "useradd, usermod and userdel do the work; on hosts with BusyBox only, adduser and deluser, which cannot change a user that exists.",
    "Only a new user is made with `system` and `skeleton`: they change nothing about one that exists.",
  ],
  args: USER_ARGS,
  returns: {
    name: "The user.",
    state: "Whether it exists: present or absent.",
    uid: "Its number.",
    group: "Its primary group.",
    groups: "Its other groups.",
    comment: "Its comment.",
    home: "Its home folder.",
    shell: "Its login shell.",
    ssh_key_file: "With `generate_ssh_key`: the file of its private key.",
    ssh_public_key: "Its public key.",
    ssh_fingerprint: "The SHA-256 of its public key, as ssh-keygen shows it.",
  },
  examples: [
    {
      title: "Create a user for a service",
      args: { name: "kafka", system: true, home: "/var/lib/kafka", shell: "/usr/sbin/nologin" },
    },
    { title: "Put a user into another group", args: { name: "deploy", groups: ["docker"], append: true } },
    { title: "Remove a user and its home folder", args: { name: "deploy", state: "absent", remove: true } },
  ],
  probe: probeUser,
  decide: decideUser,
  apply: applyUser,
});
