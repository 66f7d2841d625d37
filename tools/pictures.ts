import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { takePictures } from "./pictures/browser.ts";
import { proxyWithLogin } from "./pictures/proxy.ts";

/** The dashboards by uid, and the height of their pages in pixels. */
const HEIGHTS = { "sensor-pipeline": 1480, "sensor-pipeline-health": 1900 };
const WIDTH = 1400;
const FOLDER = join("docs", "pictures");

const password = process.env["GRAFANA_PASSWORD"];

if (password === undefined) {
  process.stderr.write("Set GRAFANA_PASSWORD to the password of Grafana's account admin.\n");
  process.exitCode = 2;
} else await pictureDashboards(process.env["GRAFANA_URL"] ?? "http://127.0.0.1:3003", password);

/** Opens every dashboard in a browser without a window, and saves what it shows. */
async function pictureDashboards(grafana: string, secret: string): Promise<void> {
  const proxy = await proxyWithLogin(grafana, { user: "admin", password: secret });
  mkdirSync(FOLDER, { recursive: true });
  const pictures = Object.entries(HEIGHTS).map(([uid, height]) => ({
    url: `${proxy.url}/d/${uid}`,
    file: join(FOLDER, `${uid}.png`),
    width: WIDTH,
    height,
  }));
  try {
    await takePictures(pictures);
    for (const { file } of pictures) process.stderr.write(`written: ${file}\n`);
  } finally {
    proxy.close();
  }
}
