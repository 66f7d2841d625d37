import { LabError } from "../lab-error.ts";

/** Which images the registry has to hold: none, the usual ones (true), or those of these names and groups. */
export type ImageChoice = boolean | readonly string[];

/** Images that are wanted together, by their public names without a tag. */
export const IMAGE_GROUPS: Readonly<Record<string, readonly string[]>> = {
  kafka: ["apache/kafka", "node"],
  pipeline: [
    "apache/druid",
    "flink",
    "grafana/grafana",
    "obsidiandynamics/kafdrop",
    "postgres",
    "versity/versitygw",
    "zookeeper",
  ],
};

const USUAL = ["kafka"];

export const nameOf = (image: string): string => image.split(":")[0] ?? image;

/** Those of the known images (public names with their tags) that are chosen, in the order of the known ones. */
export function chosenImages(choice: ImageChoice, known: readonly string[]): string[] {
  if (choice === false) return [];
  const wanted = choice === true ? USUAL : choice;
  const names = new Set(wanted.flatMap((word) => IMAGE_GROUPS[word] ?? [word]));
  const chosen = known.filter((image) => names.has(image) || names.has(nameOf(image)));
  const unknown = [...names].filter((name) => !known.some((image) => image === name || nameOf(image) === name));
  if (unknown.length === 0) return chosen;
  const all = [...Object.keys(IMAGE_GROUPS), ...known.map(nameOf)].join(", ");
  throw new LabError(`The lab has no image ${unknown.join(", ")}. Groups and images: ${all}`);
}
