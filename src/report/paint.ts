import { styleText } from "node:util";

export type Colour = "red" | "green" | "yellow" | "magenta" | "cyan" | "dim" | "bold";
/** Returns the text in a colour, or unchanged if the output has no colours. */
export type Paint = (colour: Colour, text: string) => string;

/** Whether the output has colours is decided by the caller, not by Node.js from the environment. */
export function paint(colours: boolean): Paint {
  return (colour, text) => (colours ? styleText(colour, text, { validateStream: false }) : text);
}
