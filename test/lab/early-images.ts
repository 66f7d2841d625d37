import { buildImages, type ImageChoice } from "../../lab/api.ts";

/** The images of the whole site. */
const SITE_IMAGES: ImageChoice = ["kafka", "pipeline"];

let images: Promise<void> | undefined;

// Runs after all files: a build must not outlive the tests, even if no test needed its images.
after(() => images?.catch(() => undefined));

/**
 * Builds the site's images once; later calls return the same promise. Tests that mostly wait call this when the lab is up, so
 * that the images for later tests are built in the meantime.
 */
export function siteImages(): Promise<void> {
  images ??= buildImages(SITE_IMAGES);
  // The test that awaits the build reports a failure. Until then, a rejection must not end the process.
  images.catch(() => undefined);
  return images;
}
