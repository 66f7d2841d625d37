import { randomInt } from "node:crypto";
import { Secret } from "../model/secret.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHARACTERS = `${LETTERS}0123456789`;

/** Generates letters and digits that begin with a letter: safe without quotes in URLs, shells, YAML and properties files. */
export function generateSecret(length: number): Secret {
  const first = LETTERS.charAt(randomInt(LETTERS.length));
  const rest = Array.from({ length: length - 1 }, () => CHARACTERS.charAt(randomInt(CHARACTERS.length)));
  return new Secret(first + rest.join(""));
}
