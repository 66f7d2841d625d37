/**
 * No import cycle, not even one of types. ESLint keeps the walls between the rooms of src/, knip finds exports, files and packages
 * that nothing uses.
 * @type {import("dependency-cruiser").IConfiguration}
 */
export default {
  forbidden: [
    {
      name: "no-cycles",
      comment:
        "Files of a cycle cannot be read, tested or moved one at a time. Give what they share a file of its own.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|test/types)/" },
  },
};
