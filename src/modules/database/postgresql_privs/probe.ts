import { bad } from "../../../errors/fault.ts";
import type { Probe } from "../../../module/contract.ts";
import type { Asked } from "../../lib/database/server.ts";
import { askServer, literal } from "../../lib/postgresql/psql.ts";
import { answerOf, parseObject } from "../../lib/postgresql/server.ts";
import { argsFault, namedObjects, type PrivilegeArgs } from "./args.ts";

/** A privilege of a role on an object; the role is null for PUBLIC. */
export interface Held {
  readonly role: string | null;
  readonly privilege: string;
  readonly grantable: boolean;
}

export interface PrivilegeState {
  /** What `ALL` means. */
  readonly all: readonly string[];
  /** Those roles of the task that exist. */
  readonly roles: readonly string[];
  readonly objects: readonly { readonly name: string; readonly held: readonly Held[] }[];
}

export function probePrivileges(args: PrivilegeArgs): Probe<Asked<PrivilegeState>> {
  return {
    script: askServer(args, question(args)),
    parse: (answer) => {
      const fault = argsFault(args);
      if (fault) return bad(fault);
      return answerOf(`list the privileges in ${args.login_db}`, answer, (line) => {
        const found = parseObject(line);
        // The statement determines the types.
        return Array.isArray(found?.["objects"]) ? (found as unknown as PrivilegeState) : undefined;
      });
    },
  };
}

/** The letter by which the server knows a kind of object, and where its objects are. */
const KINDS = {
  table: { letter: "r", of: relations(["r", "v", "m", "f", "p"]) },
  sequence: { letter: "s", of: relations(["S"]) },
  schema: {
    letter: "n",
    of: () => "SELECT nspname AS name, nspacl AS acl, nspowner AS owner FROM pg_namespace WHERE true",
  },
  database: {
    letter: "d",
    of: () => "SELECT datname AS name, datacl AS acl, datdba AS owner FROM pg_database WHERE true",
  },
} as const;

function relations(kinds: readonly string[]) {
  return ({ schema }: PrivilegeArgs) =>
    `SELECT relname AS name, relacl AS acl, relowner AS owner FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
    WHERE nspname = ${literal(schema)} AND relkind IN (${kinds.map(literal).join(", ")})`;
}

function question(args: PrivilegeArgs): string {
  const { letter, of } = KINDS[args.type];
  const names = namedObjects(args);
  const chosen = names === undefined ? "" : ` WHERE name = ANY (${array(names)})`;
  const roles = array(args.roles);
  return `SELECT json_build_object(
  'all', (SELECT json_agg(DISTINCT privilege_type) FROM aclexplode(acldefault('${letter}', 10))),
  'roles', (SELECT coalesce(json_agg(rolname), '[]') FROM pg_roles WHERE rolname = ANY (${roles})),
  'objects', (SELECT coalesce(json_agg(json_build_object('name', name, 'held', (
      SELECT coalesce(json_agg(json_build_object('role', rolname, 'privilege', privilege_type, 'grantable', is_grantable)), '[]')
      FROM aclexplode(coalesce(acl, acldefault('${letter}', owner))) LEFT JOIN pg_roles AS r ON r.oid = grantee
      WHERE grantee = 0 OR rolname = ANY (${roles}))) ORDER BY name), '[]')
    FROM (${of(args)}) AS o${chosen}))::jsonb;`;
}

function array(texts: readonly string[]): string {
  return `ARRAY[${texts.map(literal).join(", ")}]::text[]`;
}
