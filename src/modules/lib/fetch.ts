import { read } from "../../module/script.ts";

/**
 * Defines `fetch URL SECONDS`, which prints what the URL answers. Its status is 127 if the target has neither curl nor wget. The URL is
 * never one of a program's arguments, because it may hold a secret.
 */
export const FETCH = read`fetch() {
if with_environment command -v curl >/dev/null 2>&1; then
printf 'url = "%s"\\n' "$1" | with_environment curl -q -K - -fgsSL --max-redirs 10 --proto '=http,https' --max-time "$2"
elif with_environment command -v wget >/dev/null 2>&1; then
printf '%s\\n' "$1" | with_environment timeout "$2" wget --no-hsts -nv --tries=1 -O - -i -
else
return 127
fi
}`;
