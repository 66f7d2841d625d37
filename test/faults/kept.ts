/** Instants at which a run has broken a promise once. The sample always tries them. */
export const KEPT: readonly { readonly fault: string; readonly seed: number }[] = [];
