import { valueColor } from "./colors.mjs";
import { element } from "./element.mjs";
import { formatted } from "./format.mjs";

/** Draws a panel of type `stat`: the last value of each field. */
export function drawStat(body, _panel, frames) {
  const fields = frames.flat().filter(({ type, values }) => type === "number" && values.length > 0);
  body.classList.add("stats");
  for (const { name, values, config } of fields) {
    const value = values.filter((one) => one !== null).at(-1);
    const text = element("b", { style: `color:${valueColor(value, config)}` }, formatted(value, config));
    body.append(element("div", {}, ...(fields.length > 1 ? [element("span", {}, name)] : []), text));
  }
  return fields.length > 0;
}

/** Draws a panel of type `table`. */
export function drawTable(body, _panel, [fields = []]) {
  if (fields.length === 0) return false;
  const cell = (name, field, text) => element(name, { class: field.type }, text);
  const head = element("tr", {}, ...fields.map((field) => cell("th", field, field.name)));
  const rows = fields[0].values.map((_, row) =>
    element("tr", {}, ...fields.map((field) => cell("td", field, formatted(field.values[row], field.config)))),
  );
  body.classList.add("rows");
  body.append(element("table", {}, head, ...rows));
  return true;
}
