import { isMap } from "../../../model/value.ts";
import type { Probe } from "../../../module/contract.ts";
import type { Asked } from "../../lib/database/server.ts";
import { askServer, literal } from "../../lib/postgresql/psql.ts";
import { answerOf, parseObject } from "../../lib/postgresql/server.ts";
import type { DatabaseArgs } from "./args.ts";

export interface Database {
  readonly owner: string;
  readonly encoding: string;
  readonly lc_collate: string;
  readonly lc_ctype: string;
  readonly conn_limit: number;
}

export interface DatabaseState {
  readonly database: Database | undefined;
  /** Whether the desired owner exists. */
  readonly hasOwner: boolean;
  /** The server's name of the desired encoding; empty if it does not know it. */
  readonly encoding: string | undefined;
}

export function probeDatabase(args: DatabaseArgs): Probe<Asked<DatabaseState>> {
  return {
    script: askServer(args, question(args)),
    parse: (answer) => answerOf(`describe the database ${args.name}`, answer, parseDatabase),
  };
}

function question({ name, owner, encoding }: DatabaseArgs): string {
  return `SELECT json_build_object(
  'hasOwner', EXISTS (SELECT FROM pg_roles WHERE rolname = ${literal(owner ?? "")}),
  'encoding', ${encoding === undefined ? "NULL" : `pg_encoding_to_char(pg_char_to_encoding(${literal(encoding)}))`},
  'database', (SELECT json_build_object(
    'owner', pg_get_userbyid(datdba),
    'encoding', pg_encoding_to_char(encoding),
    'lc_collate', datcollate,
    'lc_ctype', datctype,
    'conn_limit', datconnlimit
  ) FROM pg_database WHERE datname = ${literal(name)}))::jsonb;`;
}

function parseDatabase(line: string): DatabaseState | undefined {
  const found = parseObject(line);
  if (found === undefined) return undefined;
  const { database, hasOwner, encoding } = found;
  return {
    // The statement determines the types.
    database: isMap(database ?? null) ? (database as unknown as Database) : undefined,
    hasOwner: hasOwner === true,
    encoding: typeof encoding === "string" ? encoding : undefined,
  };
}
