import { randomInt } from "node:crypto";
import { Secret } from "../model/secret.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHARACTERS = `${LETTERS}0123456789`;

/**
 * Letters and digits only, a letter first: the same in a URL, a shell, YAML and a properties file, whoever forgets to quote it,
 * and never taken for a number.
 */
export function generateSecret(length: number): Secret {
  const first = LETTERS.charAt(randomInt(LETTERS.length));
  const rest = Array.from({ length: length - 1 }, () => CHARACTERS.charAt(randomInt(CHARACTERS.length)));
  return new Secret(first + rest.join(""));
}
