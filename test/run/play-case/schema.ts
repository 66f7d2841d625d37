const text = { type: "string" } as const;
const texts = { type: "array", items: text } as const;
const yes = { const: true } as const;
const count = { type: "integer", minimum: 0 } as const;

const STATUSES = ["ok", "changed", "skipped", "failed", "unreachable", "unknown"] as const;

function object(properties: Readonly<Record<string, object>>, required: readonly string[] = []) {
  return { type: "object", properties, required, additionalProperties: false } as const;
}

function map(values: object) {
  return { type: "object", additionalProperties: values } as const;
}

const projectFiles = map({ anyOf: [text, object({ repeat: text, times: count }, ["repeat", "times"])] });

const file = {
  anyOf: [
    { type: ["string", "null"] },
    { ...object({ content: text, contains: text, mode: text, link: text, directory: yes }), minProperties: 1 },
  ],
} as const;

/** By host; with one host, its files alone. */
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
          item: text,
          ignored: yes,
          code: text,
          message: text,
          reason: text,
          details: texts,
          result: {},
          diff: { type: "array" },
          role: text,
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
    warnings: texts,
    errors: texts,
    unreachable: map(text),
    events: texts,
    recap: map(map(count)),
    pending: { anyOf: [texts, map(texts)] },
    leaves: { anyOf: [texts, map(texts)] },
    hidden: texts,
    output: texts,
    listed: texts,
    files,
  },
  ["exit", "results"],
);

const host = object({
  unreachable: yes,
  sessions: count,
  connections: count,
  sudo: { anyOf: [{ enum: ["free", "refused", "missing"] }, object({ password: text }, ["password"])] },
  users: texts,
  login: text,
});

const run = object(
  { flags: texts, password: text, interrupt: text, project: projectFiles, before: files, expect: expectation },
  ["expect"],
);

/** The form of a case file: a key that it does not name is an error, and so is a run without its exit code and results. */
export const caseSchema = object(
  {
    title: text,
    hosts: map({ anyOf: [{ type: "null" }, host] }),
    project: { ...projectFiles, required: ["site.yaml"] },
    before: files,
    runs: { type: "array", items: run, minItems: 1 },
  },
  ["title", "project", "runs"],
);
