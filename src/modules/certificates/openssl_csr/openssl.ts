import { read, type Script } from "../../../module/script.ts";
import { normalPath } from "../../lib/path/args.ts";
import { configOf, type CsrArgs } from "./args.ts";

/**
 * Defines `make_request`, which prints the request. The configuration and the passphrase reach openssl by pipes. It signs with the key, and
 * changes nothing.
 */
export function defineRequest(args: CsrArgs): Script<"read"> {
  return read`key=${normalPath(args.privatekey_path)} passphrase=${args.privatekey_passphrase ?? ""} config=${configOf(args)}
make_request() {
with_environment timeout 60 openssl req -new -batch ${`-${args.digest}`} -key "$key" -passin fd:3 -config /dev/fd/4 2>/dev/null 3<<PASSPHRASE 4<<CONFIG || checked timeout/openssl "$?"
$passphrase
PASSPHRASE
$config
CONFIG
}`;
}

/** Prints all that a request says, but for its signature, or nothing if it is none. */
export const DESCRIBE = read`describe_request() {
with_environment timeout 60 openssl req -noout -text 2>/dev/null || checked timeout/openssl "$?"
}`;
