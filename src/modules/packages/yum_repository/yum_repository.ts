import { good, type Outcome } from "../../../errors/fault.ts";
import { shellModule } from "../../../module/contract.ts";
import { EDIT_RETURNS } from "../../lib/text-edit/args.ts";
import { applyEdit, decideEdit, probeEdit, type Edited } from "../../lib/text-edit/edit.ts";
import { schema, type Args } from "./args.ts";
import { optionsOf, withoutRepository, withRepository } from "./section.ts";

export const yum_repository = shellModule({
  name: "yum_repository",
  summary: "Describes a source of packages for dnf and yum in a file, or removes it.",
  notes: [
    "The repository is a section of the file REPOSDIR/FILE.repo. Other sections stay as they are; this one is written anew if an option differs, is missing, or is not given here.",
    "With `state: absent` the section is removed. The file stays, even if nothing is left in it.",
  ],
  failsByStatus: true,
  args: schema,
  returns: { repo: "The repository's ID.", path: EDIT_RETURNS.path, msg: EDIT_RETURNS.msg },
  examples: [
    {
      title: "Add Docker's packages",
      args: {
        name: "docker-ce-stable",
        description: "Docker CE Stable",
        baseurl: ["https://download.docker.com/linux/centos/$releasever/$basearch/stable"],
        gpgcheck: true,
        gpgkey: ["https://download.docker.com/linux/centos/gpg"],
      },
    },
    { title: "Remove a source", args: { name: "docker-ce-stable", state: "absent" } },
  ],
  probe: (args) => probeEdit(fileOf(args)),
  decide: (args, state, predicted) => {
    const decision = decideEdit(fileOf(args), state, predicted, (text) => edited(args, text));
    return { ...decision, result: { repo: args.name, ...decision.result } };
  },
  apply: (args, _changes, state) => applyEdit(fileOf(args), state, (text) => edited(args, text)),
});

/** The arguments as a module has them that edits a file. */
function fileOf(args: Args) {
  const { reposdir, file, name } = args;
  const path = `${reposdir}/${(file ?? name).replace(/\.repo$/, "")}.repo`;
  return { ...args, path, backup: false, unsafe_writes: false };
}

function edited(args: Args, text: string | undefined): Outcome<Edited> {
  if (text === undefined && args.state === "absent") return good({ text, msg: "" });
  const old = text ?? "";
  const isAbsent = args.state === "absent";
  const next = isAbsent ? withoutRepository(args.name, old) : withRepository(args.name, optionsOf(args), old);
  const msg = `${isAbsent ? "remove" : "describe"} the repository ${args.name}`;
  return good({ text: next, msg: next === old ? "" : msg });
}
