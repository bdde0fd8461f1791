import { useCallback, useState } from "react";

/** A choice of looks that stays in this browser (not in the URL: a colleague has their own). */
export function usePreference(name: string, fallback: string): [string, (value: string) => void] {
  const key = `fovea.images.${name}`;
  const [value, setValue] = useState(() => {
    try {
      return localStorage.getItem(key) ?? fallback;
    } catch {
      return fallback;
    }
  });
  const set = useCallback((next: string) => {
    setValue(next);
    try {
      localStorage.setItem(key, next);
    } catch { /* private mode */ }
  }, [key]);
  return [value, set];
}
