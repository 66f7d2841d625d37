/** The fields of a panel's answers, with their options. */

const LABEL = /\$\{__field\.(?:labels\.(\w+)|name)\}/g;

/** Each frame's fields: name, type, values, and the panel's options for it (`config`). */
export function framesOf(panel, frames) {
  return frames.map(({ schema, data }) =>
    schema.fields.map((field, index) => {
      const config = configOf(panel, field);
      return { ...field, name: nameOf(field, config), values: data.values[index], config };
    }),
  );
}

function nameOf({ name, type, labels = {} }, { displayName }) {
  if (displayName === undefined || type === "time") return name;
  return displayName.replaceAll(LABEL, (_, label) => (label === undefined ? name : (labels[label] ?? name)));
}

/** The defaults, and the overrides of the field's name. */
function configOf({ fieldConfig: { defaults = {}, overrides = [] } = {} }, { name }) {
  const config = { ...defaults, custom: { ...defaults.custom } };
  for (const { matcher, properties } of overrides) {
    if (matcher.id !== "byName" || matcher.options !== name) continue;
    for (const { id, value } of properties) {
      if (id.startsWith("custom.")) config.custom[id.slice("custom.".length)] = value;
      else config[id] = value;
    }
  }
  return config;
}

/** Inserts a null where two times are further apart than `gap` milliseconds: a line ends there. */
export function withGaps(times, columns, gap) {
  if (!(gap > 0)) return [times, ...columns];
  const places = times.flatMap((time, index) => (index > 0 && time - times[index - 1] > gap ? [index] : []));
  const insert = (list, valueAt) =>
    list.flatMap((value, index) => (places.includes(index) ? [valueAt(index), value] : [value]));
  return [insert(times, (index) => times[index - 1] + gap), ...columns.map((column) => insert(column, () => null))];
}

/** Adds to each column the columns before it. */
export function stacked(columns) {
  const sums = [];
  return columns.map((column) => column.map((value, index) => (sums[index] = (sums[index] ?? 0) + (value ?? 0))));
}

/** The indexes of values without a neighbour: null ends a line, undefined is a time of other series only. */
export function isolated(values) {
  const known = [...values.keys()].filter((index) => values[index] !== undefined);
  const isValue = (place) => place >= 0 && place < known.length && values[known[place]] !== null;
  return known.filter((_, place) => isValue(place) && !isValue(place - 1) && !isValue(place + 1));
}
