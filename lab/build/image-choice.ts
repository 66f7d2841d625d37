import { LabError } from "../lab-error.ts";

/** The images that the registry must hold: none, the default group (true), or those with these names and groups. */
export type ImageChoice = boolean | readonly string[];

/** What Kafka and the sensors need. All other images are the group `pipeline`, so a new recipe belongs to it. */
const KAFKA_GROUP: readonly string[] = ["apache/kafka", "node"];

const DEFAULT_GROUPS = ["kafka"];

/** An image's public name without its tag. */
export const nameOf = (image: string): string => image.split(":")[0] ?? image;

/** The groups of the known images (public names with tags): `kafka` and `pipeline`. */
export function imageGroups(known: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const isKafka = (image: string) => KAFKA_GROUP.includes(nameOf(image));
  return { kafka: known.filter(isKafka), pipeline: known.filter((image) => !isKafka(image)) };
}

/** The chosen ones of the known images (public names with tags), in their order. Throws a LabError for an unknown name. */
export function chosenImages(choice: ImageChoice, known: readonly string[]): string[] {
  if (choice === false) return [];
  const groups = imageGroups(known);
  const words = choice === true ? DEFAULT_GROUPS : choice;
  const names = new Set(words.flatMap((word) => groups[word] ?? [word]));
  const unknown = [...names].filter((name) => !known.some((image) => image === name || nameOf(image) === name));
  if (unknown.length === 0) return known.filter((image) => names.has(image) || names.has(nameOf(image)));
  const all = [...Object.keys(groups), ...known.map(nameOf)].join(", ");
  throw new LabError(`The lab has no image ${unknown.join(", ")}. Its groups and images are ${all}.`);
}
