import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

/** The walls: what each folder of src/ may import from the others. Everything not listed is forbidden. */
const ROOMS = {
  model: [],
  errors: ["model"],
  disk: [],
  language: ["model", "errors"],
  load: ["model", "errors", "disk", "language", "module"],
  inventory: ["model", "errors", "disk", "language", "load"],
  module: ["model", "errors"],
  services: ["model", "errors", "module"],
  modules: ["model", "errors", "module", "services"],
  plan: ["model", "errors", "language", "load", "inventory", "module"],
  connection: ["model", "errors", "disk"],
  shell: ["model", "errors", "module", "connection"],
  events: ["model", "errors"],
  run: ["model", "errors", "disk", "language", "load", "inventory", "module", "plan", "shell", "events", "connection"],
  report: ["model", "errors", "events"],
  secrets: ["model", "errors", "disk"],
};

/** Packages that only one room may import. */
const OWNERS = {
  "age-encryption": "secrets",
  "node-ssh": "connection",
  ssh2: "connection",
  "@marcbachmann/cel-js": "language",
  handlebars: "language",
  re2js: "language",
  unixcrypt: "language",
  kafkajs: "services",
  undici: "services",
  aws4fetch: "services",
};
const SERVICES = /(kafka|flink|druid|grafana)/i;

const SERVICE_NAMES = {
  selector: `Identifier[name=${SERVICES}], Literal[value=${SERVICES}], TemplateElement[value.raw=${SERVICES}]`,
  message: "The engine knows no service by name: that belongs to src/modules or src/services.",
};

/** The files that may reveal secrets, besides src/services/, and what for. */
const REVEALERS = {
  "src/shell/**/*.ts": "sends them to the host",
  "src/connection/password.ts": "logs in with them",
  "src/secrets/**/*.ts": "encrypts and decrypts them",
  "src/events/**/*.ts": "masks them",
  "src/language/exposure.ts": "computes with them; the result is a secret again",
  "src/run/task/arguments.ts": "passes them to modules, whose results are masked",
  "src/run/task/source.ts": "puts them into files on the host",
  "src/run/task/privilege.ts": "puts them into the environment of commands",
};
const REVEAL = {
  selector: 'CallExpression[callee.property.name="reveal"]',
  message: "Only the files in REVEALERS may reveal a secret.",
};

function forbid(files, selectors) {
  return { files, rules: { "no-restricted-syntax": ["error", ...selectors] } };
}

function walls([room, allowed]) {
  const others = Object.keys(ROOMS).filter((other) => other !== room && !allowed.includes(other));
  const patterns = [...others, "cli"].map((other) => ({
    group: [`**/${other}/*`],
    message: `src/${room} may import only: ${allowed.join(", ") || "nothing"}.`,
  }));
  const paths = Object.entries(OWNERS)
    .filter(([, owner]) => owner !== room)
    .map(([name, owner]) => ({ name, message: `Only src/${owner} imports ${name}.` }));
  return { files: [`src/${room}/**/*.ts`], rules: { "no-restricted-imports": ["error", { patterns, paths }] } };
}

export default tseslint.config(
  {
    ignores: [
      "dist",
      ".build",
      "files/sensors/sensors.mjs",
      "files/health/health.mjs",
      "files/proof/proof.mjs",
      "files/flink-page/page.mjs",
      "src/**/*.sh.ts",
      "coverage",
      "node_modules",
      "test/fixtures",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["eslint.config.js", "bin/*.js", "tools/*.mjs"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "no-console": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  ...Object.entries(ROOMS).map(walls),
  // A later block replaces the rule of an earlier one, so each names all that it forbids.
  forbid(["src/**/*.ts"], [REVEAL, SERVICE_NAMES]),
  forbid(["src/modules/**/*.ts", "src/errors/catalogue/services/**/*.ts"], [REVEAL]),
  forbid(Object.keys(REVEALERS), [SERVICE_NAMES]),
  { files: ["src/services/**/*.ts"], rules: { "no-restricted-syntax": "off" } },
  // The SDK deprecates dashboards of version 1 in favour of version 2. Verification and the stand-in for Grafana read version 1.
  { files: ["files/dashboards/**/*.ts"], rules: { "@typescript-eslint/no-deprecated": "off" } },
  { files: ["test/**/*.ts"], rules: { "@typescript-eslint/no-unused-expressions": "off" } },
  { files: ["**/*.js", "**/*.mjs"], ...tseslint.configs.disableTypeChecked },
  prettier,
);
