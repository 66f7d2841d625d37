import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const escape = (text) => `${text}`.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const NOTE =
  "Grafana's image could not be pulled. This program reads the same provisioning files and draws the answers to the same queries.";

const TYPES = { mjs: "text/javascript", js: "text/javascript", css: "text/css" };

/** The charting library, as the browser's modules import it. */
const LIBRARY = { "uPlot.esm.js": "uplot/dist/uPlot.esm.js", "uPlot.min.css": "uplot/dist/uPlot.min.css" };

/** Every page but the files of the dashboards' program requires a login, as Grafana's own do. */
export function page(dashboards, path, role) {
  const [, folder, name = ""] = path.split("/");
  if (folder === "public") return file(name);
  if (role === undefined) return { code: 401, type: "text/html", body: "Log in" };
  if (folder === "d" && dashboards.has(name)) return html(dashboardPage(dashboards.get(name).dashboard));
  return html(listPage(dashboards));
}

const html = (body) => ({ code: 200, type: "text/html", body });

function file(name) {
  const own = /^[\w-]+\.(mjs|css)$/.test(name) ? new URL(`./browser/${name}`, import.meta.url).href : undefined;
  const url = LIBRARY[name] === undefined ? own : import.meta.resolve(LIBRARY[name]);
  try {
    return { code: 200, type: TYPES[name.split(".").at(-1)], body: readFileSync(fileURLToPath(url), "utf8") };
  } catch {
    return { code: 404, type: "text/html", body: "Not found" };
  }
}

/** A program in the browser draws the dashboard. */
function dashboardPage({ title }) {
  return `<!doctype html><meta charset="utf-8"><title>${escape(title)} (STAND-IN, not Grafana)</title>
<link rel="stylesheet" href="/public/uPlot.min.css"><link rel="stylesheet" href="/public/page.css">
<script type="importmap">{"imports":{"uplot":"/public/uPlot.esm.js"}}</script>
<header><h1>${escape(title)}</h1><small>Drawn by the lab's stand-in, not by Grafana. <a href="/">All dashboards</a></small></header>
<main></main>
<script type="module" src="/public/main.mjs"></script>
`;
}

function listPage(dashboards) {
  const items = [...dashboards].map(
    ([uid, { dashboard }]) => `<li><a href="/d/${escape(uid)}">${escape(dashboard.title)}</a></li>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>STAND-IN, not Grafana</title>
<link rel="stylesheet" href="/public/page.css">
<h1>STAND-IN, not Grafana</h1>
<p>${NOTE}</p>
<ul>${items.join("\n")}</ul>
`;
}
