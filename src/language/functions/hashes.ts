import { createHash } from "node:crypto";
import { encrypt } from "unixcrypt";
import { Misuse } from "../helper-arguments.ts";
import { spend } from "../limits/budget.ts";
import { define, type LanguageFunction } from "./define.ts";
import { choice, optional, text, whole } from "./parameters.ts";

const ALGORITHMS = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"] as const;
const MAX_ROUNDS = 100_000;
/** Steps for each round, which takes about 2 µs. */
const STEPS_FOR_ROUND = 12;
const DEFAULT_ROUNDS = 5000;

/** Functions that compute hashes. */
export const HASHES: readonly LanguageFunction[] = [
  define({
    name: "hash",
    summary:
      "Computes a hash of a string's UTF-8 bytes, in hexadecimal: md5, sha1 (default), sha224, sha256, sha384 or sha512.",
    parameters: [text("value"), optional(choice("algorithm", ALGORITHMS))],
    result: "string",
    examples: [
      { args: ["abc", "md5"], result: "900150983cd24fb0d6963f7d28e17f72" },
      { args: ["abc"], result: "a9993e364706816aba3e25717850c26c9cd0d89d" },
    ],
    run: (value, algorithm = "sha1") => digest(algorithm, value),
  }),
  ...(["md5", "sha1", "sha256", "sha512"] as const).map((algorithm) =>
    define({
      name: algorithm,
      summary: `Computes the ${algorithm.toUpperCase().replace("SHA", "SHA-")} of a string's UTF-8 bytes, in hexadecimal.`,
      parameters: [text("value")],
      result: "string",
      examples: [{ args: ["abc"], result: digest(algorithm, "abc") }],
      run: (value) => digest(algorithm, value),
    }),
  ),
  define({
    name: "password_hash",
    summary:
      "Computes the hash of a password for /etc/shadow (sha512 or sha256). The same salt gives the same hash: keep it in a variable, a different one for each password. A fourth argument sets the rounds (5000).",
    parameters: [
      text("password"),
      choice("scheme", ["sha512", "sha256"]),
      text("salt"),
      optional(whole("rounds", 1000, MAX_ROUNDS)),
    ],
    result: "string",
    examples: [
      {
        args: ["secret", "sha512", "saltsalt"],
        result: "$6$saltsalt$TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1",
      },
    ],
    run: passwordHash,
  }),
];

function digest(algorithm: string, value: string): string {
  return createHash(algorithm).update(value).digest("hex");
}

const LONGEST_PASSWORD = 4096;

function passwordHash(password: string, scheme: "sha512" | "sha256", salt: string, rounds = DEFAULT_ROUNDS): string {
  if (!/^[\w./]{1,16}$/.test(salt) || salt.includes("_")) {
    throw new Misuse("needs a salt of 1 to 16 letters, digits, dots and slashes here", 2);
  }
  if (password.length > LONGEST_PASSWORD || password.includes("\0")) {
    throw new Misuse(`needs a password without NUL bytes and of at most ${LONGEST_PASSWORD} characters here`, 0);
  }
  spend(rounds * STEPS_FOR_ROUND);
  const given = rounds === DEFAULT_ROUNDS ? "" : `rounds=${rounds}$`;
  return encrypt(password, `$${scheme === "sha512" ? 6 : 5}$${given}${salt}`);
}
