/**
 * Writes a value as JSON, as JSON.stringify does, but with all digits of a bigint, on which JSON.stringify throws. Secrets are masked, and
 * an unknown is written with its reason.
 * @param indent the number of spaces to indent each level by; 0 writes one line
 */
export function toJson(value: unknown, indent = 0): string {
  if (!hasBigInt(value)) return JSON.stringify(value, null, indent);
  return write(value, indent === 0 ? COMPACT : { colon: ": ", line: "\n", step: " ".repeat(indent) });
}

/** How the parts of a value are separated. */
interface Layout {
  readonly colon: string;
  /** The line feed and the indentation that precede a part. */
  readonly line: string;
  /** How much deeper the next level is indented. */
  readonly step: string;
}

const COMPACT: Layout = { colon: ":", line: "", step: "" };

function hasBigInt(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "bigint";
  return Object.values(value).some(hasBigInt);
}

function write(value: unknown, layout: Layout): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (hasForm(value)) return write(value.toJSON(), layout);
  const inner = { ...layout, line: layout.line + layout.step };
  const [open, close] = Array.isArray(value) ? (["[", "]"] as const) : (["{", "}"] as const);
  const parts = Array.isArray(value) ? value.map((item) => write(item, inner)) : fieldTexts(value, inner);
  if (parts.length === 0) return `${open}${close}`;
  return open + inner.line + parts.join(`,${inner.line}`) + layout.line + close;
}

/** Whether a value has its own form in JSON, as a secret and an unknown have. */
function hasForm(value: object): value is { toJSON(): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}

function fieldTexts(map: object, layout: Layout): string[] {
  const fields = Object.entries(map).filter(([, field]) => field !== undefined);
  return fields.map(([name, field]) => JSON.stringify(name) + layout.colon + write(field, layout));
}
