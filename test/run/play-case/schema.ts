const string = { type: "string" } as const;
const strings = { type: "array", items: string } as const;
const onlyTrue = { const: true } as const;
const count = { type: "integer", minimum: 0 } as const;

const STATUSES = ["ok", "changed", "skipped", "failed", "interrupted", "unreachable", "unknown"] as const;

function object(properties: Readonly<Record<string, object>>, required: readonly string[] = []) {
  return { type: "object", properties, required, additionalProperties: false } as const;
}

function map(values: object) {
  return { type: "object", additionalProperties: values } as const;
}

const projectFiles = map({
  anyOf: [{ type: ["string", "null"] }, object({ repeat: string, times: count }, ["repeat", "times"])],
});

const file = {
  anyOf: [
    { type: ["string", "null"] },
    {
      ...object({ content: string, contains: string, mode: string, link: string, directory: onlyTrue }),
      minProperties: 1,
    },
  ],
} as const;

/** By host, or just the files if the case has one host. */
const files = map({ anyOf: [file, map(file)] });

const result = {
  type: "object",
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: {
    anyOf: [
      { enum: STATUSES },
      object(
        {
          status: { enum: STATUSES },
          item: string,
          delegate: string,
          ignored: onlyTrue,
          rescued: onlyTrue,
          code: string,
          message: string,
          hint: string,
          reason: string,
          details: strings,
          result: {},
          diff: { type: "array" },
          role: string,
          stage: { enum: ["task", "handler", "verify"] },
          line: count,
        },
        ["status"],
      ),
    ],
  },
} as const;

const results = { type: "array", items: result } as const;

const expectation = object(
  {
    exit: count,
    results: { anyOf: [results, map(results)] },
    warnings: strings,
    errors: strings,
    asked: strings,
    unreachable: map(string),
    events: strings,
    recap: map(map(count)),
    pending: { anyOf: [strings, map(strings)] },
    leaves: { anyOf: [strings, map(strings)] },
    hidden: strings,
    output: strings,
    listed: strings,
    files,
  },
  ["exit", "results"],
);

const host = object({
  unreachable: onlyTrue,
  defect: onlyTrue,
  sessions: count,
  connections: count,
  sudo: { anyOf: [{ enum: ["free", "refused", "missing"] }, object({ password: string }, ["password"])] },
  users: strings,
  login: string,
});

const run = object(
  {
    playbooks: strings,
    flags: strings,
    password: string,
    answers: strings,
    interrupt: string,
    grace: { type: "number", minimum: 0 },
    defects: map({ enum: ["probe", "decide", "apply", "settle"] }),
    project: projectFiles,
    before: files,
    expect: expectation,
  },
  ["expect"],
);

/** The schema of a case file. An unknown key is an error, and so is a run without exit code or results. */
export const caseSchema = object(
  {
    title: string,
    hosts: map({ anyOf: [{ type: "null" }, host] }),
    project: { ...projectFiles, required: ["site.yaml"] },
    before: files,
    runs: { type: "array", items: run, minItems: 1 },
  },
  ["title", "project", "runs"],
);
