import { shellModule } from "../../../module/contract.ts";
import { POSTGRESQL_NOTES } from "../../lib/postgresql/args.ts";
import { withoutServerUser } from "../../lib/postgresql/server.ts";
import { applyExtension } from "./apply.ts";
import { POSTGRESQL_EXT_ARGS } from "./args.ts";
import { decideExtension } from "./decide.ts";
import { probeExtension } from "./probe.ts";

export const postgresql_ext = shellModule({
  name: "postgresql_ext",
  summary: "Makes sure that a PostgreSQL database has an extension, or does not have it.",
  notes: [
    ...POSTGRESQL_NOTES,
    "The server must have the extension's files. Many are in the package of the server; others have a package of their own, such as postgresql-15-postgis-3.",
  ],
  args: POSTGRESQL_EXT_ARGS,
  returns: { ext: "The extension.", db: "The database." },
  examples: [
    { title: "Install an extension", args: { name: "pg_trgm", login_db: "app" } },
    {
      title: "Keep an extension and those that it needs up to date",
      args: { name: "earthdistance", login_db: "app", version: "latest", cascade: true },
    },
  ],
  probe: probeExtension,
  withoutUser: withoutServerUser,
  decide: decideExtension,
  apply: (args, _changes, state) => applyExtension(args, state),
});
