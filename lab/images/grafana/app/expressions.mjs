/** Grafana's own expressions, which compute with the answers of other queries. The stand-in knows only thresholds. */

const COMPARE = {
  gt: (value, [limit]) => value > limit,
  lt: (value, [limit]) => value < limit,
  gte: (value, [limit]) => value >= limit,
  lte: (value, [limit]) => value <= limit,
  within_range: (value, [low, high]) => value > low && value < high,
  outside_range: (value, [low, high]) => value < low || value > high,
};

export const EXPRESSION = "__expr__";

/** The result of an expression: 1 for each number that is beyond the limit, else 0, with the row's strings as labels. */
export function evaluate({ refId, type, expression, conditions = [] }, results) {
  const input = results[`${expression}`.replace(/^\$/, "")];
  const evaluator = conditions[0]?.evaluator;
  if (type !== "threshold") return failed(`the stand-in supports only thresholds, not ${type}`);
  if (COMPARE[evaluator?.type] === undefined || !evaluator.params?.every((one) => typeof one === "number")) {
    return failed(`expected threshold function to be one of ${Object.keys(COMPARE).join(", ")}, with numbers`);
  }
  if (input === undefined) return failed(`${refId} depends on ${expression}, which does not exist`);
  if (input.error !== undefined) return failed(`failed to execute query ${expression}: ${input.error}`);
  const rows = rowsOf(input.frames[0]);
  if (typeof rows === "string") return failed(rows);
  return {
    status: 200,
    frames: rows.map((row) => frameOf(refId, row, COMPARE[evaluator.type](row.value, evaluator.params))),
  };
}

const failed = (error) => ({ status: 400, error, errorSource: "downstream", frames: [] });

/** The numbers of a table with one column of numbers, each with the row's strings; an error for any other answer. */
function rowsOf({ schema: { fields }, data: { values } }) {
  if (fields.length === 0) return [];
  const numbers = fields.filter(({ type }) => type === "number");
  const others = fields.filter(({ type }) => type !== "number" && type !== "string");
  if (numbers.length !== 1 || others.length > 0) {
    return "input data must be a wide series or a table with one column of numbers and otherwise strings";
  }
  const column = (field) => values[fields.indexOf(field)];
  const strings = fields.filter(({ type }) => type === "string");
  return column(numbers[0]).map((value, row) => ({
    value,
    labels: Object.fromEntries(strings.map((field) => [field.name, column(field)[row]])),
  }));
}

const frameOf = (refId, { labels }, fires) => ({
  schema: { refId, fields: [{ name: refId, type: "number", labels }] },
  data: { values: [[fires ? 1 : 0]] },
});
