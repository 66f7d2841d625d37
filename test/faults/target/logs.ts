import type { LabServer } from "../../../lab/api.ts";

/** The place in the server's journal behind which the next trial's entries are. */
export async function logCursor(server: LabServer): Promise<string> {
  const { stdout } = await server.exec("journalctl -n 0 --show-cursor --no-pager");
  return /^-- cursor: (\S+)$/m.exec(stdout)?.[1] ?? "";
}

/** The lines of the journal behind the cursor, and of other logs, that contain one of these texts. */
export async function leakedLogs(server: LabServer, cursor: string, forms: readonly string[]): Promise<string[]> {
  const script = `cat >/run/faults-forms <<'END'
${forms.join("\n")}
END
journalctl --no-pager -o cat ${cursor === "" ? "" : `--after-cursor='${cursor}'`} | grep -aF -f /run/faults-forms
grep -raF --exclude-dir=journal -f /run/faults-forms /var/log
rm -f /run/faults-forms`;
  const { stdout } = await server.exec(script);
  return stdout.split("\n").filter((line) => line !== "");
}
