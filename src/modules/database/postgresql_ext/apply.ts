import type { Apply } from "../../../module/contract.ts";
import { write } from "../../../module/script.ts";
import { changedBy, type Asked } from "../../lib/database/server.ts";
import { identifier, literal, psql } from "../../lib/postgresql/psql.ts";
import type { ExtensionArgs } from "./args.ts";
import { differing } from "./decide.ts";
import type { ExtensionState } from "./probe.ts";

export function applyExtension(args: ExtensionArgs, asked: Asked<ExtensionState>): Apply {
  // Without an answer, `decide` has returned no changes in a real run.
  const statements = asked.is === "answered" ? statementsFor(args, asked.state) : [];
  const sql = ["BEGIN;", ...statements, "COMMIT;"].join("\n");
  return { script: write`${psql(args, sql, APPLY_SECONDS)}`, parse: changedBy(`change the extension ${args.name}`) };
}

const APPLY_SECONDS = 600;

function statementsFor(args: ExtensionArgs, state: ExtensionState): readonly string[] {
  const name = identifier(args.name);
  const cascade = args.cascade ? " CASCADE" : "";
  if (args.state === "absent") return [`DROP EXTENSION ${name}${cascade};`];
  const what = differing(args, state, state.extension);
  if (state.extension) {
    return what.map(([word, value]) =>
      word === "version"
        ? `ALTER EXTENSION ${name} UPDATE TO ${literal(value)};`
        : `ALTER EXTENSION ${name} SET SCHEMA ${identifier(value)};`,
    );
  }
  const schema = args.schema === undefined ? "" : ` SCHEMA ${identifier(args.schema)}`;
  const version = what.flatMap(([word, value]) => (word === "version" ? [` VERSION ${literal(value)}`] : [])).join("");
  // Without `SCHEMA`, it goes where the login makes its own objects.
  return ["RESET search_path;", `CREATE EXTENSION ${name}${schema}${version}${cascade};`];
}
