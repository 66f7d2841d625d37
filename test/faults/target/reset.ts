import { APP, OLD, UNITS } from "./files.ts";

/** Appends to a journal of who did what; a line of that length is written at once. */
const MARK = `echo "$1 $2" >>/srv/faults/journal`;

/** Lets the command of a task go on that waits for it. */
export const GO = "touch /srv/faults/go";

/** The command of a task: takes so many seconds, or until it may go on, and writes its file whole. */
const WORK = `echo "begin-work $1" >>/srv/faults/journal
case $2 in
  until-go) until [ -e /srv/faults/go ]; do sleep 0.1; done ;;
  *) sleep "$2" ;;
esac
echo worked >${APP}/.worked.tmp && chmod 0644 ${APP}/.worked.tmp && mv ${APP}/.worked.tmp ${APP}/worked || exit 1
echo "end-work $1" >>/srv/faults/journal`;

/** The command of a handler: says for which version of the file it ran. */
const RECORD = `version=$(sha256sum <${APP}/secret.conf)
echo "begin-record $1 \${version%% *}" >>/srv/faults/journal
sleep 0.3
echo "end-record $1 \${version%% *}" >>/srv/faults/journal`;

/**
 * Puts everything that the project manages, and what runs keep on the server, into the state before the first run. Afterwards nothing of
 * an earlier trial is left.
 */
export function resetScript(token: string, containers: boolean): string {
  const put = (path: string, text: string) => `cat >${path} <<'END'\n${text}\nEND`;
  return `set -e
umask 022
systemctl stop faults-demo.socket 2>/dev/null || true
systemctl disable faults-demo.socket 2>/dev/null || true
rm -f ${UNITS}/faults-demo.socket ${UNITS}/faults-demo@.service ${UNITS}/sockets.target.wants/faults-demo.socket
systemctl daemon-reload
systemctl reset-failed
${containers ? "docker rm -f $(docker ps -aq) >/dev/null 2>&1 || true\ndocker network prune -f >/dev/null" : ""}
for folder in ${APP} /srv/faults /var/lib/provision; do
  while mountpoint -q $folder; do umount $folder; done
done
rm -rf /srv/faults /var/lib/provision /home/*/.local
mkdir -p ${APP} /srv/faults/bin
${Object.entries(OLD)
  .map(([name, text]) => put(`${APP}/${name}`, text.replace(/\n$/, "")))
  .join("\n")}
chmod 0640 ${APP}/short.conf
chown operator:operator ${APP}/short.conf
chmod 0600 ${APP}/secret.conf
${put("/srv/faults/bin/mark", MARK)}
${put("/srv/faults/bin/work", WORK)}
${put("/srv/faults/bin/record", RECORD)}
printf %s '${token}' >/srv/faults/token
chmod 0600 /srv/faults/token
: >/srv/faults/journal`;
}
