const NAMED = {
  green: "#73bf69",
  orange: "#ff9830",
  red: "#f2495c",
  gray: "#8e8e8e",
  blue: "#5794f2",
  yellow: "#fade2a",
  text: "#ccccdc",
};

const PALETTE =
  "#7eb26d #eab839 #6ed0e0 #ef843c #e24d42 #1f78c1 #ba43a9 #705da0 #508642 #cca300 #447ebc #c15c17 #890f02 #0a437c #6d1f62 #584477 #b7dbab #f4d598 #70dbed #f9ba8f".split(
    " ",
  );

/** The colour of a series: its own, or the palette's next one. */
export function seriesColor({ color }, index) {
  return color?.mode === "fixed" ? named(color.fixedColor) : PALETTE[index % PALETTE.length];
}

/** The colour of a value: of its mapping, or of the last threshold that it reaches. */
export function valueColor(value, { thresholds, mappings = [] }) {
  const mapped = mappings.find(({ type }) => type === "value")?.options[`${value}`];
  if (mapped?.color !== undefined) return named(mapped.color);
  const steps = (thresholds?.steps ?? []).filter((step) => step.value === null || value >= step.value);
  return named(steps.at(-1)?.color ?? "text");
}

/** A colour between a dark and a bright orange, for a share from 0 to 1. */
export function heat(share) {
  const mix = (low, high) => Math.round(low + (high - low) * share);
  return `rgb(${mix(70, 255)} ${mix(42, 170)} ${mix(24, 60)})`;
}

const named = (color) => NAMED[color] ?? color;
