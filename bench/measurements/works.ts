import { PLACE } from "../contenders/contender.ts";
import { growingPieces, templatePieces, thirtyPieces, uploadPieces, type Piece } from "../work.ts";

/** One row of figures for each contender. */
export interface Work {
  /** For `--only`. */
  readonly key: string;
  readonly title: string;
  readonly hosts: number;
  /** Milliseconds that every byte takes in each direction, by a relay that also counts round trips. */
  readonly delay?: number;
  /** All pieces as one script are a floor, too. */
  readonly asOneScript?: true;
  /** Only the floor and this program do it: others take too long. */
  readonly alone?: true;
  /** Not with `--quick`, except if `--only` names it. */
  readonly long?: true;
  readonly pieces: (largeFile: string) => readonly Piece[];
}

const thirty = () => thirtyPieces(PLACE);

export const WORKS: readonly Work[] = [
  { key: "W1", title: "30 small tasks, 1 host", hosts: 1, asOneScript: true, pieces: thirty },
  { key: "W1x2", title: "30 small tasks, 2 hosts", hosts: 2, pieces: thirty },
  { key: "W1x20", title: "30 small tasks, 20 hosts", hosts: 20, pieces: thirty },
  { key: "W2", title: "200 templates, 2 hosts", hosts: 2, pieces: () => templatePieces(PLACE, 200) },
  { key: "W3", title: "a file of 100 MiB, 2 hosts", hosts: 2, pieces: (file) => uploadPieces(PLACE, file) },
  {
    key: "W5",
    title: "30 small tasks, 1 host, 20 ms a round trip",
    hosts: 1,
    delay: 10,
    asOneScript: true,
    pieces: thirty,
  },
  {
    key: "G30",
    title: "30 changes, 1 host, 20 ms a round trip",
    hosts: 1,
    delay: 10,
    alone: true,
    pieces: () => growingPieces(PLACE, 30),
  },
  {
    key: "G300",
    title: "300 changes, 1 host, 20 ms a round trip",
    hosts: 1,
    delay: 10,
    alone: true,
    pieces: () => growingPieces(PLACE, 300),
  },
  {
    key: "G3000",
    title: "3,000 changes, 1 host, 20 ms a round trip",
    hosts: 1,
    delay: 10,
    alone: true,
    long: true,
    pieces: () => growingPieces(PLACE, 3000),
  },
];
