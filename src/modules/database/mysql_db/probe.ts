import { good } from "../../../errors/fault.ts";
import type { Probe } from "../../../module/contract.ts";
import { read } from "../../../module/script.ts";
import type { Asked } from "../../lib/database/server.ts";
import { answerOf, askServer, isExactly, literal, type Row } from "../../lib/mysql/client.ts";
import type { DatabaseArgs } from "./args.ts";

export interface Database {
  readonly encoding: string;
  readonly collation: string;
}

export interface DatabaseState {
  readonly server: Asked<{ readonly database: Database | undefined }>;
  /** Whether the file to import can be read. */
  readonly hasTarget: boolean;
}

export function probeDatabase(args: DatabaseArgs): Probe<DatabaseState> {
  const { name, target = "" } = args;
  return {
    script: read`if [ -f ${target} ] && [ -r ${target} ]; then echo yes; else echo no; fi
${askServer(args, question(args))}`,
    parse: ({ stdout, ...answer }) => {
      const [target = "", rest = ""] = stdout.split(/\n([^]*)/);
      const server = answerOf(`describe the database ${name}`, { stdout: rest, ...answer }, parseDatabase);
      return server.ok ? good({ server: server.value, hasTarget: target === "yes" }) : server;
    },
  };
}

function question({ name, encoding, collation }: DatabaseArgs): readonly string[] {
  // The server refuses what it does not know before anything is changed.
  const known = [
    ...(encoding === undefined ? [] : [`CONVERT('' USING ${literal(encoding)})`]),
    ...(encoding === undefined || collation === undefined ? [] : [`COLLATE ${literal(collation)}`]),
  ];
  return [
    ...(known.length === 0 ? [] : [`DO ${known.join(" ")};`]),
    `SELECT default_character_set_name, default_collation_name FROM information_schema.schemata
WHERE schema_name = ${literal(name)} AND (@@lower_case_table_names > 0 OR ${isExactly("schema_name", name)});`,
  ];
}

function parseDatabase([row]: readonly Row[]): { readonly database: Database | undefined } | undefined {
  if (row === undefined) return { database: undefined };
  const [encoding, collation] = row;
  return encoding === undefined || collation === undefined ? undefined : { database: { encoding, collation } };
}
