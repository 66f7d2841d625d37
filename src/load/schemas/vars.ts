/** A file of variables: role defaults and vars, vars_files, group_vars, host_vars. */
export const varsSchema = { type: "object", title: "A file of variables" } as const;
