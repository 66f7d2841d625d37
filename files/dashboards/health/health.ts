import { DashboardBuilder, DashboardCursorSync } from "@grafana/grafana-foundation-sdk/dashboard";
import { links, TAG } from "../panels.ts";
import { behind, failedTasks, rows, segments, services, supervisors, tasks, unavailableSegments } from "./druid.ts";
import { cpu, disks, memory } from "./servers.ts";
import { backPressure, checkpoints, druidLag, flinkJobs, kafkaBrokers, kafkaLag } from "./services.ts";

/** The services that the pipeline consists of, and the servers that they run on. */
export function health(): DashboardBuilder {
  return new DashboardBuilder("Pipeline health")
    .uid("sensor-pipeline-health")
    .description("Kafka, Flink, Druid and the servers: lag, checkpoints, tasks, stored data and resources.")
    .tags([TAG])
    .readonly()
    .version(1)
    .tooltip(DashboardCursorSync.Crosshair)
    .timezone("browser")
    .refresh("30s")
    .time({ from: "now-1h", to: "now" })
    .link(links())
    .withPanel(behind())
    .withPanel(flinkJobs())
    .withPanel(kafkaBrokers())
    .withPanel(failedTasks())
    .withPanel(unavailableSegments())
    .withPanel(kafkaLag())
    .withPanel(druidLag())
    .withPanel(checkpoints())
    .withPanel(backPressure())
    .withPanel(cpu())
    .withPanel(memory())
    .withPanel(disks())
    .withPanel(rows())
    .withPanel(supervisors())
    .withPanel(tasks())
    .withPanel(segments())
    .withPanel(services());
}
