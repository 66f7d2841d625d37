import type { Apply } from "../../../module/contract.ts";
import { write } from "../../../module/script.ts";
import { changedBy, identifier, literal, readInto, statements } from "../../lib/mysql/client.ts";
import type { DatabaseArgs } from "./args.ts";
import { differing } from "./decide.ts";
import type { Database, DatabaseState } from "./probe.ts";

export function applyDatabase(args: DatabaseArgs, { server }: DatabaseState): Apply {
  // Without an answer, `decide` has returned no changes in a real run.
  const database = server.is === "answered" ? server.state.database : undefined;
  const [statement] = statementFor(args, database);
  const change =
    statement === undefined
      ? write``
      : write`{
${statements(args, [statement], APPLY_SECONDS)}
} || exit`;
  if (args.state !== "import") return { script: change, parse: changedBy(`change the database ${args.name}`) };
  return {
    script: write`${change}
${readInto(args, args.name, args.target ?? "", IMPORT_SECONDS)}`,
    parse: changedBy(`import ${args.target ?? ""} into the database ${args.name}`),
  };
}

/** A large database takes long to remove. */
const APPLY_SECONDS = 600;
const IMPORT_SECONDS = 6 * 60 * 60;

function statementFor(args: DatabaseArgs, database: Database | undefined): readonly string[] {
  const { name, state, encoding, collation } = args;
  if (state === "absent") return [`DROP DATABASE ${identifier(name)};`];
  const options = [
    ...(encoding === undefined ? [] : [`CHARACTER SET ${literal(encoding)}`]),
    ...(collation === undefined ? [] : [`COLLATE ${literal(collation)}`]),
  ];
  if (database !== undefined && differing(args, { ...database }).length === 0) return [];
  return [`${database ? "ALTER" : "CREATE"} DATABASE ${[identifier(name), ...options].join(" ")};`];
}
