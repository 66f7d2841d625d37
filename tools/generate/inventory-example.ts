import { buildInventory } from "../../src/inventory/build.ts";
import { addImplicitGroups, emptyDraft } from "../../src/inventory/draft.ts";
import type { Inventory } from "../../src/inventory/inventory.ts";
import { readIni } from "../../src/inventory/sources/ini/ini.ts";
import { startReading } from "../../src/load/reading.ts";

/** The inventory of the reference page's patterns. */
export const EXAMPLE = `gate ansible_host=192.0.2.1

[web]
web[1:2] http_port=8080 motd="two words"

[db]
db1:2222
web2

[web:vars]
release = 12

[site:children]
web
db
`;

/** The example as the engine reads it. A fault in it is a defect of the page. */
export function exampleInventory(): Inventory {
  const draft = emptyDraft();
  const reading = startReading("/");
  readIni(EXAMPLE, "inventory.ini", draft, reading);
  addImplicitGroups(draft);
  const { inventory, faults } = buildInventory(draft, { name: ".env", variables: new Map() });
  const [fault] = [...reading.faults, ...faults];
  if (fault) throw new Error(`The example inventory is faulty: ${fault.code}.`);
  return inventory;
}
