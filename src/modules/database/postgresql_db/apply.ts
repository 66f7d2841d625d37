import type { Apply } from "../../../module/contract.ts";
import { write } from "../../../module/script.ts";
import { changedBy, type Asked } from "../../lib/database/server.ts";
import { identifier, literal, psql } from "../../lib/postgresql/psql.ts";
import type { DatabaseArgs } from "./args.ts";
import { changeable } from "./decide.ts";
import type { Database, DatabaseState } from "./probe.ts";

export function applyDatabase(args: DatabaseArgs, asked: Asked<DatabaseState>): Apply {
  // Without an answer, `decide` has returned no changes in a real run.
  const statements = asked.is === "answered" ? statementsFor(args, asked.state.database) : [];
  return {
    script: write`${psql(args, statements.join("\n"), APPLY_SECONDS)}`,
    parse: changedBy(`change the database ${args.name}`),
  };
}

/** A database with a large template takes long to copy. */
const APPLY_SECONDS = 600;

function statementsFor(args: DatabaseArgs, database: Database | undefined): readonly string[] {
  const name = identifier(args.name);
  if (args.state === "absent") return [`DROP DATABASE ${name};`];
  if (database === undefined) return [`CREATE DATABASE ${name}${optionsOf(args)};`];
  return changeable(args, { ...database }).map(([what, value]) =>
    what === "owner"
      ? `ALTER DATABASE ${name} OWNER TO ${identifier(String(value))};`
      : `ALTER DATABASE ${name} CONNECTION LIMIT ${value};`,
  );
}

function optionsOf({ owner, template, encoding, lc_collate, lc_ctype, conn_limit }: DatabaseArgs): string {
  const options = [
    ["OWNER", owner && identifier(owner)],
    ["TEMPLATE", template && identifier(template)],
    ["ENCODING", encoding && literal(encoding)],
    ["LC_COLLATE", lc_collate && literal(lc_collate)],
    ["LC_CTYPE", lc_ctype && literal(lc_ctype)],
    ["CONNECTION LIMIT", conn_limit],
  ] as const;
  return options.map(([word, value]) => (value === undefined ? "" : ` ${word} ${value}`)).join("");
}
