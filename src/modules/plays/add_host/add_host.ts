import { Unknown } from "../../../model/unknown.ts";
import { isList, type ValueMap } from "../../../model/value.ts";
import { pureModule } from "../../../module/contract.ts";

export const add_host = pureModule({
  name: "add_host",
  summary: "Adds a host to the inventory of the run, for the tasks and plays that follow.",
  notes: [
    "Any other argument is a variable of the host. Those that are connection settings in an inventory file, such as `port` and `ssh_user`, are settings here, too.",
    "The task runs once: on the first host of the play that comes to it. With a `loop`, it adds a host for each item.",
    "A host that is there already joins the groups and gets the variables, above those that it has. A connection that is open stays as it is.",
    "No host changes by it, so the result is `ok`. In check mode the host is added, too, so that later plays are predicted.",
    "`--limit` also applies to hosts that tasks add.",
  ],
  args: {
    required: ["name"],
    properties: {
      name: { type: "string", minLength: 1, description: "The host's name." },
      groups: {
        type: "array",
        split: true,
        items: { type: "string", minLength: 1, description: "A group." },
        description: "Its groups. Those that the inventory does not have are added.",
      },
    },
    aliases: { hostname: "name", host: "name", groupname: "groups", group: "groups" },
    rest: { type: "any", description: "A variable or a connection setting of the host." },
  },
  acceptsUnknown: true,
  returns: { add_host: "The host's `host_name`, its `groups` and its variables, `host_vars`." },
  examples: [
    { title: "Run a later play on a server that a command has created", args: { name: "web9", groups: ["web"] } },
    {
      title: "Say how to connect to it",
      args: { name: "web9", groups: ["web"], address: "192.0.2.9", ssh_user: "admin", site: "north" },
    },
  ],
  decide: ({ name, groups = [], ...rest }) => {
    const unknown = [name, groups, ...(isList(groups) ? groups : [])].find((value) => value instanceof Unknown);
    if (unknown instanceof Unknown) return { changes: [], result: {}, unpredictable: unknown.reason };
    // Every other argument is a `Value`; the schema's `any` types it as `unknown`.
    const variables = rest as ValueMap;
    return {
      changes: [],
      result: { add_host: { host_name: name, groups, host_vars: variables } },
      adds: { host: name, groups, parents: [], variables },
    };
  },
});
