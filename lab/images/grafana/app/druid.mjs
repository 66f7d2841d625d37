import { longFrame, wideFrame } from "./frames.mjs";
import { withMacros } from "./macros.mjs";

const TIMEOUT_MS = 30_000;

/** The plugin's health check, which requests Druid's version. */
export async function health(source) {
  try {
    const { version } = await call(source, "/status");
    return { code: 200, body: { status: "OK", message: `Succesfully connected to Druid ${version}` } };
  } catch (error) {
    return { code: 400, body: { status: "ERROR", message: `Failed to connect to Druid: ${error.message}` } };
  }
}

/** Runs one query of a panel. Returns a result with frames, or with an error. */
export async function answer(source, query, range) {
  const { refId, builder, settings } = query;
  try {
    const sql = sqlOf(builder, settings);
    const request = {
      query: withMacros(sql, { ...range, intervalMs: query.intervalMs ?? 1000 }),
      context: contextOf(settings),
      resultFormat: "array",
      header: true,
    };
    const [columns = [], ...rows] = await call(source, "/druid/v2/sql", request);
    return cut(refId, settings, columns, rows);
  } catch (error) {
    return { status: 500, error: error.message, errorSource: "downstream", frames: [] };
  }
}

function sqlOf(builder, settings) {
  const isObject = (value) => value !== null && typeof value === "object";
  if (!isObject(builder) || !isObject(settings)) throw new Error("An error occurred within the plugin");
  if (builder.queryType !== "sql")
    throw new Error(`the stand-in supports only queryType sql, not ${builder.queryType}`);
  if (typeof builder.query !== "string" || builder.query.trim() === "") throw new Error("the query is empty");
  return builder.query;
}

const contextOf = ({ contextParameters = [] }) =>
  Object.fromEntries(contextParameters.map(({ name, value }) => [name, value]));

function cut(refId, { format = "long", responseLimit }, columns, rows) {
  const make = format === "wide" ? wideFrame : longFrame;
  const limit = Number(responseLimit ?? Infinity);
  const frames = [make(refId, columns, rows.slice(0, limit))];
  if (rows.length <= limit) return { status: 200, frames };
  return { status: 500, error: `the answer has more than ${limit} rows`, frames };
}

async function call({ jsonData, secureJsonData }, path, body) {
  const url = jsonData["connection.url"];
  if (!url) throw new Error("jsonData has no connection.url");
  const password = secureJsonData["connection.basicAuthPassword"] ?? "";
  const login = Buffer.from(`${jsonData["connection.basicAuthUser"] ?? ""}:${password}`).toString("base64");
  const response = await fetch(url.replace(/\/$/, "") + path, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      "content-type": "application/json",
      ...(jsonData["connection.basicAuth"] === true && { authorization: `Basic ${login}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Druid returned ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
