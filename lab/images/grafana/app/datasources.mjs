import { createHash } from "node:crypto";

const UID = /^[a-zA-Z0-9_-]{1,40}$/;

/** Replaces $NAME and ${NAME} in all strings by environment variables, and $$ by a dollar sign. */
function expand(value, env) {
  if (typeof value === "string") {
    return value.replaceAll(/\$\$|\$\{(\w+)\}|\$(\w+)/g, (all, braced, bare) =>
      all === "$$" ? "$" : (env[braced ?? bare] ?? ""),
    );
  }
  if (Array.isArray(value)) return value.map((item) => expand(item, env));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expand(item, env)]));
}

/** The data sources of all provisioning files (`file`, `content`); throws if Grafana would not start. */
export function provisionedDatasources(files, env) {
  const sources = files.flatMap(({ file, content }) => sourcesIn(file, expand(content, env)));
  unique(sources, "name");
  unique(sources, "uid");
  const defaults = sources.filter(({ isDefault }) => isDefault);
  if (defaults.length > 1) throw new Error("Only one datasource per organization can be marked as default");
  return sources;
}

function sourcesIn(file, content) {
  if (content?.apiVersion !== 1) throw new Error(`${file}: apiVersion must be 1`);
  return (content.datasources ?? []).map((source) => sourceOf(file, source));
}

function sourceOf(file, source) {
  const { name, type, access = "proxy", uid = generatedUid(name) } = source;
  if (!name) throw new Error(`${file}: a datasource has no name`);
  if (!type) throw new Error(`${file}: datasource ${name} has no type`);
  if (access !== "proxy") throw new Error(`${file}: datasource ${name}: access must be proxy, not ${access}`);
  if (!UID.test(uid)) throw new Error(`${file}: datasource ${name}: uid ${uid} is invalid`);
  return {
    uid,
    name,
    type,
    access,
    url: source.url ?? "",
    isDefault: source.isDefault === true,
    readOnly: source.editable !== true,
    jsonData: source.jsonData ?? {},
    secureJsonData: source.secureJsonData ?? {},
  };
}

const generatedUid = (name) => `P${createHash("sha256").update(`${name}`).digest("hex").slice(0, 16).toUpperCase()}`;

function unique(things, key) {
  const seen = new Set();
  for (const thing of things) {
    if (seen.has(thing[key])) throw new Error(`Two datasources have the ${key} ${thing[key]}`);
    seen.add(thing[key]);
  }
}

/** A data source as the API shows it, with only the names of its secrets. */
export function describeDatasource({ secureJsonData, ...source }) {
  return {
    ...source,
    secureJsonFields: Object.fromEntries(Object.keys(secureJsonData).map((key) => [key, true])),
  };
}
