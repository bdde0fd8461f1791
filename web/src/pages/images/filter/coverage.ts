// What an image is among the others of its project, in words; by the names that the API has.
const metrics = { uniqueness: "Uniqueness", representativeness: "Representativeness" } as const;
export type CoverageName = keyof typeof metrics;

export const coverageNames = Object.keys(metrics) as CoverageName[];

export function coverageTitle(name: string): string | null {
  return name in metrics ? metrics[name as CoverageName] : null;
}

/** The orders by it; images that were not counted are left out. */
export const coverageSorts: readonly { value: string; label: string }[] = [
  { value: "-uniqueness", label: "Most unique first" },
  { value: "uniqueness", label: "Least unique first" },
  { value: "-representativeness", label: "Most representative first" },
  { value: "representativeness", label: "Least representative first" },
];
