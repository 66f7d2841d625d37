import { buildImages, type ImageChoice } from "../../lab/api.ts";

/** The images of the whole site. */
const SITE_IMAGES: ImageChoice = ["kafka", "pipeline"];

let images: Promise<void> | undefined;

// After all files: a build must not outlive the tests, even if none of them needed its images.
after(() => images?.catch(() => undefined));

/**
 * Builds the site's images; the first call starts it. Tests that mostly wait call this once the lab is up, so that the images
 * of the tests after them are built meanwhile.
 */
export function siteImages(): Promise<void> {
  images ??= buildImages(SITE_IMAGES);
  // The test that awaits them reports a failure; until then it must not end the process.
  images.catch(() => undefined);
  return images;
}
