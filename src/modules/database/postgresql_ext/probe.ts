import { isMap, type Value } from "../../../model/value.ts";
import type { Probe } from "../../../module/contract.ts";
import type { Asked } from "../../lib/database/server.ts";
import { askServer, literal } from "../../lib/postgresql/psql.ts";
import { answerOf, parseObject } from "../../lib/postgresql/server.ts";
import type { ExtensionArgs } from "./args.ts";

export interface Extension {
  readonly version: string;
  readonly schema: string;
}

export interface ExtensionState {
  readonly extension: Extension | undefined;
  /** The version that the server would install now; undefined if it has no files of the extension. */
  readonly latest: string | undefined;
  /** Whether the server has the files of the version that is asked for. */
  readonly hasVersion: boolean;
}

export function probeExtension(args: ExtensionArgs): Probe<Asked<ExtensionState>> {
  return {
    script: askServer(args, question(args)),
    parse: (answer) => answerOf(`describe the extension ${args.name}`, answer, parseExtension),
  };
}

function question({ name, version = "latest" }: ExtensionArgs): string {
  const wanted = `SELECT FROM pg_available_extension_versions WHERE name = ${literal(name)} AND version = ${literal(version)}`;
  return `SELECT json_build_object(
  'latest', (SELECT default_version FROM pg_available_extensions WHERE name = ${literal(name)}),
  'hasVersion', ${version === "latest" ? "true" : `EXISTS (${wanted})`},
  'extension', (SELECT json_build_object('version', extversion, 'schema', nspname)
    FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = ${literal(name)}))::jsonb;`;
}

function parseExtension(line: string): ExtensionState | undefined {
  const found = parseObject(line);
  if (found === undefined) return undefined;
  const { latest, hasVersion, extension } = found;
  return {
    extension: asExtension(extension),
    latest: typeof latest === "string" ? latest : undefined,
    hasVersion: hasVersion === true,
  };
}

/** An extension as the statement, or a change, describes it. */
export function asExtension(value: Value | undefined): Extension | undefined {
  return isMap(value ?? null) ? (value as unknown as Extension) : undefined;
}
