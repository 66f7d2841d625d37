/** A table. Cells are Markdown; only characters that would break the table are escaped. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [row(heads), row(heads.map(() => "---")), ...rows.map((cells) => row(cells.map(cell)))];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ");
}

/** Plain text as Markdown: escapes special characters outside code spans. */
export function prose(text: string): string {
  return text.replace(/`[^`]*`|[<>*_]/g, (found) => (found.startsWith("`") ? found : `\\${found}`));
}

export function page(lines: readonly string[]): string {
  return `<!-- Made by \`npm run generate\`; do not edit. -->\n\n${lines.join("\n")}\n`;
}
