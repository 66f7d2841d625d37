import { pureModule } from "../../../module/contract.ts";

export const group_by = pureModule({
  name: "group_by",
  summary: "Puts the host into a group that is named by a value, for the tasks and plays that follow.",
  notes: [
    "Blanks in the names of groups become `-`. The variables of `group_vars` for the group apply from the next task on.",
    "Each host runs a play's tasks at its own pace. A later play sees the groups of all hosts.",
    "No host changes by it, so the result is `ok`. In check mode the groups are made, too, so that later plays are predicted.",
  ],
  args: {
    required: ["key"],
    shorthand: "key",
    properties: {
      key: { type: "string", minLength: 1, description: "The group's name." },
      parents: {
        type: "array",
        split: true,
        items: { type: "string", minLength: 1, description: "A group." },
        description: "Groups that the group becomes a child of.",
      },
    },
  },
  returns: { add_group: "The group.", parent_groups: "Its parents; `all` if none are named." },
  examples: [
    { title: "Group hosts by their operating system", args: { key: "os_{{facts.os.family}}" } },
    { title: "Below another group", args: { key: "debian", parents: ["linux"] } },
  ],
  decide: ({ key, parents = [] }) => {
    const named = (name: string) => name.replaceAll(" ", "-");
    const [group, above] = [named(key), parents.map(named)];
    return {
      changes: [],
      result: { add_group: group, parent_groups: above.length > 0 ? above : ["all"] },
      adds: { host: undefined, groups: [group], parents: above, variables: {} },
    };
  },
});
