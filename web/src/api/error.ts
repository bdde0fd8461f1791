import type { FieldProblem, Problem } from "./types.ts";

/** What the server said was wrong, in its own words. `status` 0: the server could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ApiError";
    this.status = problem.status;
    this.problem = problem;
  }

  get title(): string {
    return this.problem.title;
  }

  get fields(): FieldProblem[] {
    return this.problem.errors ?? [];
  }

  /** The message for one field, also for its children ("splits.train" answers for "splits"). */
  field(name: string): string | undefined {
    const found = this.fields.filter((problem) => problem.field === name || problem.field.startsWith(`${name}.`));
    return found.length === 0 ? undefined : found.map((problem) => problem.message).join("; ");
  }

  static unreachable(): ApiError {
    return new ApiError({
      title: "Fovea does not answer",
      status: 0,
      detail: "The server could not be reached. Check that it runs and that you are online.",
    });
  }
}

/** Any thrown thing as an ApiError, so that a view has one kind to show. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError({
    title: "Something broke in this page",
    status: 0,
    detail: error instanceof Error ? error.message : String(error),
  });
}

/** True when the request was given up on purpose. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
