import { expect } from "chai";
import { parseSettings } from "../../../src/modules/compose/service-settings.ts";

/** What the probe selects from the resolved configuration of Docker Compose 2.26. */
const LINES = `name: p
services:
  "123":
    networks:
    restart: "no"
  app:
    depends_on:
      mig:
        condition: service_completed_successfully
      web:
        condition: service_started
    networks:
  job:
    environment:
    networks:
    restart: on-failure:3
  mig:
    networks:
  none:
    deploy:
      replicas: 0
    networks:
  two:
    deploy:
      replicas: 2
      resources:
    networks:
  web:
    command:
    labels:
      replicas: "7"
    networks:
    restart: unless-stopped
    scale: 0
networks:
  default:
    restart: "no"
`.split("\n");

describe("modules/compose/service-settings", () => {
  it("finds replicas, restart policies and awaited completions", () => {
    expect(Object.fromEntries(parseSettings(LINES))).to.deep.equal({
      "123": { replicas: 1, isJob: true },
      app: { replicas: 1, isJob: false },
      job: { replicas: 1, isJob: true },
      mig: { replicas: 1, isJob: true },
      none: { replicas: 0, isJob: false },
      two: { replicas: 2, isJob: false },
      web: { replicas: 0, isJob: false },
    });
  });

  it("finds nothing in no lines", () => {
    expect(parseSettings([]).size).to.equal(0);
  });
});
