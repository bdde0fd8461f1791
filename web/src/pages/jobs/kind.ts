/** "upload_sweep" -> "Upload sweep" */
export function kindText(kind: string): string {
  return kind === "all" ? "All kinds" : (kind[0]!.toUpperCase() + kind.slice(1)).replaceAll(/[_.-]/g, " ");
}
