/** Reads the provisioning of alerts. Throws where Grafana would not start. */

const DURATION = /^(?:0|(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?)$/;
const SECONDS = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, ms: 0.001 };
const UID = /^[a-zA-Z0-9_-]{1,40}$/;
const NO_DATA = ["", "Alerting", "NoData", "OK", "KeepLast"];
const ERROR = ["", "Alerting", "Error", "OK", "KeepLast"];
/** Grafana evaluates rules every ten seconds. */
const SCHEDULE_SECONDS = 10;

/** What each known type of contact point requires: one of these settings. */
const REQUIRED = {
  email: ["addresses"],
  slack: ["url", "token"],
  webhook: ["url"],
  teams: ["url"],
  discord: ["url"],
  pagerduty: ["integrationKey"],
  telegram: ["bottoken"],
  opsgenie: ["apiKey"],
  googlechat: ["url"],
  "prometheus-alertmanager": ["url"],
};

/** The rules and the contact points of all provisioning files (`file`, `content`). */
export function provisionedAlerting(files) {
  const all = (key) => files.flatMap(({ file, content }) => (content?.[key] ?? []).map((item) => ({ file, item })));
  for (const { file, content } of files)
    if (content?.apiVersion !== 1) throw new Error(`${file}: apiVersion must be 1`);
  const rules = all("groups").flatMap(({ file, item }) => rulesOf(file, item));
  unique(rules, ({ uid }) => `uid ${uid}`);
  unique(rules, ({ folder, title }) => `title ${title} in the folder ${folder}`);
  const contacts = all("contactPoints").flatMap(({ file, item }) => contactsOf(file, item));
  unique(contacts, ({ uid }) => `receiver uid ${uid}`);
  for (const { file, item } of all("policies")) checkPolicy(file, item, contacts);
  return { rules, contacts };
}

function rulesOf(file, { name, folder, interval, rules = [] }) {
  if (!name?.trim()) throw new Error(`${file}: rule group has no name set`);
  if (!folder?.trim()) throw new Error(`${file}: rule group has no folder set`);
  const seconds = secondsOf(file, interval);
  if (seconds <= 0 || seconds % SCHEDULE_SECONDS !== 0) {
    throw new Error(`${file}: interval (${interval}) should be non-zero and divided exactly by ${SCHEDULE_SECONDS}s`);
  }
  return rules.map((rule) => ruleOf(file, rule, { folder, ruleGroup: name }));
}

function ruleOf(file, rule, group) {
  const { uid, title, condition, data = [], noDataState = "", execErrState = "", dashboardUid, panelId } = rule;
  if (!title) throw new Error(`${file}: rule has no title set`);
  const fail = (why) => {
    throw new Error(`${file}: rule '${title}' failed to parse: ${why}`);
  };
  if (!uid) fail("no UID set");
  if (!UID.test(uid)) fail(`uid ${uid} is invalid`);
  secondsOf(file, rule.for ?? "0");
  if (!NO_DATA.includes(noDataState)) fail(`unknown NoData state option ${noDataState}`);
  if (!ERROR.includes(execErrState)) fail(`unknown Error state option ${execErrState}`);
  if (data.length === 0) fail("no data set");
  if (!condition) fail("no condition set");
  if (!data.some(({ refId }) => refId === condition)) fail(`condition ${condition} does not exist`);
  for (const { refId, datasourceUid, relativeTimeRange } of data) {
    if (!datasourceUid) fail(`query ${refId} has no datasourceUid`);
    const { from = 0, to = 0 } = relativeTimeRange ?? {};
    if (datasourceUid !== "__expr__" && from <= to) fail(`invalid relative time range of query ${refId}`);
  }
  if ((dashboardUid === undefined) !== (panelId === undefined)) fail("both dashboardUid and panelId must be set");
  return { ...rule, ...group, noDataState: noDataState || "NoData", execErrState: execErrState || "Alerting" };
}

function secondsOf(file, text) {
  if (typeof text !== "string" || text === "" || !DURATION.test(text)) {
    throw new Error(`${file}: not a valid duration string: "${text}"`);
  }
  const parts = [...text.matchAll(/(\d+)(ms|[wdhms])/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * SECONDS[unit], 0);
}

function contactsOf(file, { name, receivers = [] }) {
  if (!name) throw new Error(`${file}: missing name for the contact point`);
  return receivers.map(({ uid, type, settings = {} }) => {
    if (!uid || !UID.test(uid)) throw new Error(`${file}: receiver of ${name}: missing or invalid uid`);
    if (REQUIRED[type] === undefined) throw new Error(`${file}: receiver ${uid}: unknown type ${type}`);
    const isComplete = REQUIRED[type].some((key) => settings[key]);
    if (!isComplete)
      throw new Error(`${file}: receiver ${uid}: could not find ${REQUIRED[type].join(" or ")} in settings`);
    return { uid, name, type };
  });
}

function checkPolicy(file, { receiver, routes = [] }, contacts) {
  const known = receiver === "grafana-default-email" || contacts.some(({ name }) => name === receiver);
  if (!known) throw new Error(`${file}: invalid object specification: receiver '${receiver}' does not exist`);
  for (const route of routes) checkPolicy(file, { receiver, ...route }, contacts);
}

function unique(items, keyOf) {
  const seen = new Set();
  for (const item of items) {
    if (seen.has(keyOf(item))) throw new Error(`Two alerts have the ${keyOf(item)}`);
    seen.add(keyOf(item));
  }
}

/** A rule as Grafana's provisioning API shows it. */
export function describeRule({ uid, title, folder, ruleGroup, condition, data, noDataState, execErrState, ...rule }) {
  const { dashboardUid, panelId, annotations = {}, labels = {} } = rule;
  const link = dashboardUid && { __dashboardUid__: dashboardUid, __panelId__: `${panelId}` };
  return {
    uid,
    title,
    folderUID: folder,
    ruleGroup,
    condition,
    data,
    noDataState,
    execErrState,
    for: rule.for ?? "0s",
    annotations: { ...annotations, ...link },
    labels,
    isPaused: rule.isPaused === true,
    provenance: "file",
  };
}
