import type { Outcome } from "../../../errors/fault.ts";
import { isMap, type ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Probe } from "../../../module/contract.ts";
import type { Asked } from "../../lib/database/server.ts";
import { askServer, literal } from "../../lib/postgresql/psql.ts";
import { answerOf, parseObject } from "../../lib/postgresql/server.ts";
import type { RoleArgs } from "./args.ts";
import { FLAG_NAMES, FLAGS, type Flags } from "./flags.ts";
import type { Storage } from "./password.ts";

export interface Role {
  readonly flags: Flags;
  readonly conn_limit: number;
  /** As the server writes it. */
  readonly expires: string;
  readonly comment: string;
  /** As it is stored; null: none; undefined: it may not be read, or it is not known yet. */
  readonly password?: string | null;
  /** How many objects it owns or has privileges on. */
  readonly uses: number;
}

export interface RoleState {
  readonly role: Role | undefined;
  readonly storage: Storage;
  /** `expires` as the server writes it. */
  readonly expires: string | undefined;
}

export function probeRole(args: RoleArgs): Probe<Asked<RoleState>> {
  return {
    script: askServer(args, question(args)),
    parse: (answer: Answer): Outcome<Asked<RoleState>> =>
      answerOf(`describe the role ${args.name}`, answer, (output) => parseRole(output)),
  };
}

function question({ name, expires }: RoleArgs): string {
  const flags = FLAG_NAMES.map((flag) => `'${flag}', r.${FLAGS[flag]}`).join(", ");
  const desired = expires === undefined ? "NULL" : `(${literal(expires)}::timestamptz)::text`;
  return `SELECT json_build_object(
  'method', current_setting('password_encryption'),
  'iterations', current_setting('scram_iterations', true),
  'expires', ${desired},
  'role', (SELECT json_build_object(
    'flags', json_build_object(${flags}),
    'conn_limit', r.rolconnlimit,
    'expires', coalesce(r.rolvaliduntil, 'infinity')::text,
    'comment', coalesce(shobj_description(r.oid, 'pg_authid'), ''),
    'uses', (SELECT count(*) FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass AND refobjid = r.oid AND classid <> 'pg_auth_members'::regclass)
  ) FROM pg_roles AS r WHERE r.rolname = ${literal(name)}))::jsonb;
SELECT has_table_privilege('pg_authid', 'SELECT') AS readable \\gset
\\if :readable
SELECT json_build_object('password', rolpassword)::jsonb FROM pg_authid WHERE rolname = ${literal(name)};
\\endif`;
}

/** Two lines: the role and the server's settings, then the password if it may be read. */
function parseRole(output: string): RoleState | undefined {
  const [first = "", second] = output.split("\n");
  const found = parseObject(first);
  const secret = second === undefined ? {} : parseObject(second);
  if (found === undefined || secret === undefined) return undefined;
  const { role, method, iterations, expires } = found;
  const storage = {
    method: method === "md5" || method === "on" ? "md5" : "scram-sha-256",
    iterations: Number(iterations ?? 4096),
  } as const;
  return {
    storage,
    expires: typeof expires === "string" ? expires : undefined,
    role: isMap(role ?? null) ? asRole({ ...(role as ValueMap), ...secret }) : undefined,
  };
}

/** The statement determines the types. */
function asRole(value: ValueMap): Role {
  return value as unknown as Role;
}
