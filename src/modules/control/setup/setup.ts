import { compileGlob } from "../../../model/glob.ts";
import { pureModule } from "../../../module/contract.ts";
import { SUBSETS } from "./subsets.ts";

export const setup = pureModule({
  name: "setup",
  summary: "Reads the facts of the host again, for the tasks that follow, and changes nothing.",
  notes: [
    "Later tasks find all that was read in `facts`. What was not read keeps its value from before. `facts.packages` and other facts of modules stay as they are.",
    "Facts are read as the user that provision logs in as, also with `become`, as at the beginning of a play.",
    "In check mode the facts are read, too. If an earlier task would change something, or cannot be predicted, the new values may be different then: only architecture, client_address, cpus, home, init, memory_mib, os, system, user, user_gid and user_uid are known, and all other facts that it reads are unknown.",
  ],
  args: {
    required: [],
    properties: {
      gather_subset: {
        type: "array",
        split: true,
        minItems: 1,
        items: {
          type: "string",
          enum: SUBSETS,
          description: "A group (all, min, hardware, network, virtual) or a fact; with `!`, one to leave out.",
        },
        description: "The facts to read, as in the keyword `gather_subset` of a play; without it all.",
      },
      filter: {
        type: "array",
        split: true,
        items: {
          type: "string",
          minLength: 1,
          pattern: "^(?!ansible_|facter_|ohai_)",
          rule: "a name of a fact without a prefix such as `ansible_`",
          hint: "Write the name as in `facts.NAME`, such as `mounts` or `user_*`.",
          description: "The name of a fact; `*` is any text, `?` any character, `[ab]` one of these.",
        },
        description: "The facts to show in the result; without it all that were read.",
      },
      gather_timeout: {
        type: "integer",
        minimum: 0,
        description: "Accepted for Ansible's playbooks, and has no effect: what may take long has limits of its own.",
        default: 10,
      },
    },
  },
  returns: { facts: "The facts that were read and that `filter` chooses." },
  examples: [
    { title: "Read all facts again", args: {} },
    { title: "Read the file systems after a change", args: { gather_subset: ["mounts"] } },
    { title: "Return what is known of the login user", args: { gather_subset: ["user_uid"], filter: ["user*"] } },
  ],
  decide: ({ gather_subset: subset = [], filter = [] }) => {
    const globs = filter.map((glob) => compileGlob(glob, { sets: true }));
    const shows = (name: string) => globs.length === 0 || globs.some((matches) => matches(name));
    return { changes: [], result: {}, gathers: { subset, shows } };
  },
});
