import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import type { Expectation, FileSpec, HostSpec, PlayCase, ResultSpec, RunSpec } from "./play-case.ts";
import { caseSchema } from "./schema.ts";

const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(caseSchema);

/** Reads a case; throws an error that names the file and all its mistakes. */
export function readCase(path: string): PlayCase {
  return parseCase(readFileSync(path, "utf8"), path);
}

export function parseCase(text: string, path: string): PlayCase {
  const written: unknown = parse(text);
  if (!validate(written)) {
    const wrong = (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const key = "additionalProperty" in params ? `: ${String(params["additionalProperty"])}` : "";
      return `  ${instancePath === "" ? "/" : instancePath} ${message ?? ""}${key}`;
    });
    throw new Error(`${path} is not a valid case:\n${wrong.join("\n")}`);
  }
  return caseOf(written as unknown as WrittenCase, path);
}

interface WrittenCase extends Pick<PlayCase, "title" | "project"> {
  readonly hosts?: Readonly<Record<string, HostSpec | null>>;
  readonly before?: object;
  readonly runs: readonly WrittenRun[];
}

interface WrittenRun extends Partial<Omit<RunSpec, "expect" | "before">> {
  readonly before?: object;
  readonly expect: WrittenExpectation;
}

type Lists = "results" | "pending" | "leaves" | "files";
interface WrittenExpectation extends Partial<Omit<Expectation, Lists | "exit">> {
  readonly exit: number;
  readonly results: object;
  readonly pending?: object;
  readonly leaves?: object;
  readonly files?: object;
}

function caseOf({ title, hosts = { one: null }, project, before, runs }: WrittenCase, path: string): PlayCase {
  const byHost = hostReader(Object.keys(hosts), path);
  return {
    title,
    hosts: Object.fromEntries(Object.entries(hosts).map(([name, host]) => [name, host ?? {}])),
    project,
    before: byHost<Readonly<Record<string, FileSpec>>>(before),
    runs: runs.map(
      ({ playbooks = ["site.yaml"], flags = [], project: files = {}, before: changes, expect, ...others }) => ({
        ...others,
        playbooks,
        flags,
        project: files,
        before: byHost<Readonly<Record<string, FileSpec>>>(changes),
        expect: expectationOf(expect, byHost),
      }),
    ),
  };
}

type ByHost = <T>(written: object | undefined) => Readonly<Record<string, T>>;

/** A case with one host omits its name. */
function hostReader(names: readonly string[], path: string): ByHost {
  const [only] = names;
  return <T>(written: object = {}) => {
    if (names.length === 1 && only !== undefined) return { [only]: written as T };
    const unknown = Object.keys(written).filter((name) => !names.includes(name));
    if (unknown.length > 0) throw new Error(`${path} names hosts that it does not have: ${unknown.join(", ")}`);
    return written as Readonly<Record<string, T>>;
  };
}

function expectationOf(written: WrittenExpectation, byHost: ByHost): Expectation {
  const { results, pending, leaves, files, ...others } = written;
  const listed = byHost<readonly Readonly<Record<string, ResultSpec["status"] | Omit<ResultSpec, "task">>>[]>(results);
  return {
    warnings: [],
    errors: [],
    unreachable: {},
    events: [],
    asked: [],
    hidden: [],
    output: [],
    ...others,
    results: Object.fromEntries(Object.entries(listed).map(([host, list]) => [host, list.map(resultOf)])),
    pending: byHost<readonly string[]>(pending ?? []),
    leaves: byHost<readonly string[]>(leaves ?? []),
    files: byHost<Readonly<Record<string, FileSpec>>>(files),
  };
}

function resultOf(entry: Readonly<Record<string, ResultSpec["status"] | Omit<ResultSpec, "task">>>): ResultSpec {
  const [pair] = Object.entries(entry);
  if (!pair) throw new Error("the schema requires one entry");
  const [task, spec] = pair;
  return typeof spec === "string" ? { task, status: spec } : { task, ...spec };
}
