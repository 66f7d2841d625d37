const CODES = { red: "31", green: "32", yellow: "33", magenta: "35", cyan: "36", dim: "2", bold: "1" } as const;

export type Colour = keyof typeof CODES;
export type Paint = (colour: Colour, text: string) => string;

/** Colours text, or leaves it alone. */
export function paint(colours: boolean): Paint {
  return (colour, text) => (colours && text !== "" ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text);
}
