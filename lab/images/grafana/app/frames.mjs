/** Converts rows to data frames, with the types that the Druid plugin would guess. */

const SAMPLES = 5;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const BOOLEANS = { t: true, true: true, f: false, false: false };

const KINDS = {
  time: { type: "time", empty: 0, read: (value) => (typeof value === "number" ? value : Date.parse(value)) },
  float: { type: "number", empty: 0, read: Number },
  int: { type: "number", empty: 0, read: Number },
  boolean: { type: "boolean", empty: false, read: (value) => BOOLEANS[value] ?? value === true },
  string: {
    type: "string",
    empty: "",
    read: (value) => (typeof value === "object" ? JSON.stringify(value) : `${value}`),
  },
};

function kindOf(column, samples) {
  const kinds = new Set(samples.filter((value) => value !== null).map((value) => kindOfValue(column, value)));
  return kinds.size === 1 ? [...kinds][0] : "string";
}

function kindOfValue(column, value) {
  if (typeof value === "number") return column.includes("time_") ? "time" : "float";
  if (typeof value === "boolean") return "boolean";
  if (typeof value !== "string") return "string";
  if (/^-?\d+$/.test(value)) return "int";
  if (Object.hasOwn(BOOLEANS, value)) return "boolean";
  return ISO.test(value) ? "time" : "string";
}

/** One frame with a field per column. Without rows there are no fields. */
export function longFrame(refId, columns, rows) {
  if (rows.length === 0) return frame(refId, []);
  return frame(
    refId,
    columns.map((name, index) => {
      const kind = kindOf(
        name,
        rows.slice(0, SAMPLES).map((row) => row[index]),
      );
      const { type, empty, read } = KINDS[kind];
      return { name, type, values: rows.map((row) => (row[index] === null ? empty : read(row[index]))) };
    }),
  );
}

const frame = (refId, fields) => ({
  schema: {
    refId,
    name: refId,
    fields: fields.map(({ name, type, labels }) => ({ name, type, ...(labels && { labels }) })),
  },
  data: { values: fields.map(({ values }) => values) },
});

/** One field per series: the strings of a long frame become the labels of its numbers. */
export function wideFrame(refId, columns, rows) {
  const long = longFrame(refId, columns, rows);
  const fields = long.schema.fields.map((field, index) => ({ ...field, values: long.data.values[index] }));
  if (fields.length === 0) return long;
  const time = fields.find(({ type }) => type === "time");
  if (time === undefined) throw new Error("wide format: there is no time column");
  if (time.values.some((value, index) => index > 0 && value < time.values[index - 1])) {
    throw new Error("wide format: the rows are not sorted by time");
  }
  const times = [...new Set(time.values)];
  return frame(refId, [{ ...time, values: times }, ...seriesOf(fields, time, times)]);
}

function seriesOf(fields, time, times) {
  const strings = fields.filter(({ type }) => type === "string");
  const series = new Map();
  for (const row of time.values.keys()) {
    const labels = Object.fromEntries(strings.map(({ name, values }) => [name, values[row]]));
    for (const { name, type, values } of fields.filter((field) => field.type === "number")) {
      const key = JSON.stringify([name, labels]);
      if (!series.has(key)) series.set(key, { name, type, labels, values: times.map(() => null) });
      series.get(key).values[times.indexOf(time.values[row])] = values[row];
    }
  }
  return [...series.values()];
}
