import { panelsOf } from "./dashboards.mjs";

const escape = (text) => `${text}`.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** The only web page: says that this is a stand-in, and lists what was provisioned. */
export function page(dashboards) {
  const items = [...dashboards.values()].map(({ dashboard }) => {
    const panels = panelsOf(dashboard).map(
      ({ title = "", type = "" }) => `<li>${escape(title)} (${escape(type)})</li>`,
    );
    return `<h2>${escape(dashboard.title)}</h2><ul>${panels.join("")}</ul>`;
  });
  return `<!doctype html><meta charset="utf-8"><title>STAND-IN, not Grafana</title>
<h1>STAND-IN, not Grafana</h1>
<p>Grafana's image could not be pulled. This program reads the same provisioning files and answers the same queries,
but draws nothing.</p>
${items.join("\n")}
`;
}
