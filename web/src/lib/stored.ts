// Choices of one browser: kept in its local storage, which may be missing, full, or hold what an older version wrote.

/** The stored members that have the type they have in `standard`; that one's for the others. */
export function readStored<T extends object>(key: string, standard: T): T {
  try {
    const known = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<T>;
    const names = Object.keys(standard) as (keyof T)[];
    const kept = names.filter((name) => typeof known[name] === typeof standard[name]);
    return { ...standard, ...Object.fromEntries(kept.map((name) => [name, known[name]])) };
  } catch {
    return standard;
  }
}

export function writeStored(key: string, value: object) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch { /* private mode: it lasts as long as the page */ }
}
