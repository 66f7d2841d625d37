import { read, type Script } from "../../module/script.ts";

/** Prints `yes` if the path exists and, if a regular expression is given, a line of the file matches it. */
export function probePath(path: string, regex: string | undefined): Script<"read"> {
  if (regex === undefined) return read`if [ -e ${path} ] || [ -h ${path} ]; then echo yes; else echo no; fi`;
  return read`[ ! -d ${path} ] || { echo folder; exit 0; }
[ ! -e ${path} ] || [ -r ${path} ] || { echo unreadable; exit 0; }
command grep -E -q -e ${regex} -- ${path} 2>/dev/null
status=$?
case $status in 0) echo yes ;; 1) echo no ;; 2) echo | command grep -E -q -e ${regex} 2>/dev/null; [ "$?" -gt 1 ] && echo bad-regex || echo no ;; *) checked grep "$status" ;; esac`;
}

const OWN_ADDRESSES = new Set(["127.0.0.1", "localhost", "::1", "0.0.0.0", "::"]);

/** Prints `yes` if the port accepts a connection within some seconds, and `unresolved` if the host's name has no address. Without bash it reads the target's own table of listening sockets. */
export function probePort(host: string, port: number, seconds: number): Script<"read"> {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const listening = `^ *[0-9]+: [0-9A-F]+:${hex} [0-9A-F]+:0000 0A `;
  return read`if command -v bash >/dev/null 2>&1 && command -v timeout >/dev/null 2>&1; then
timeout ${seconds} bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash ${host} ${port} 2>/dev/null || checked timeout/bash "$?" && { echo yes; exit 0; }
command -v getent >/dev/null 2>&1 || { echo no; exit 0; }
timeout 5 getent ahosts ${host} >/dev/null 2>&1 || checked timeout/getent "$?"
case $? in 2 | 124) echo unresolved ;; *) echo no ;; esac
elif ${OWN_ADDRESSES.has(host) ? read`true` : read`false`}; then
cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -qE ${listening} && echo yes || echo no
else echo no-probe; fi`;
}
