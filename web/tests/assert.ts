// The few assertions the tests need (the standard ones want types that cannot be installed here).
class AssertionError extends Error {}

function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : Deno.inspect(value, { depth: 8 });
}

export function ok(value: unknown, message = "expected something true"): asserts value {
  if (!value) throw new AssertionError(message);
}

export function equal<T>(actual: T, expected: T, message = ""): void {
  if (!Object.is(actual, expected)) {
    throw new AssertionError(`${message} expected ${show(expected)}, got ${show(actual)}`);
  }
}

export function deepEqual(actual: unknown, expected: unknown, message = ""): void {
  if (!same(actual, expected)) throw new AssertionError(`${message} expected ${show(expected)}, got ${show(actual)}`);
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (
    typeof a !== "object" || typeof b !== "object" || a === null || b === null || Array.isArray(a) !== Array.isArray(b)
  ) return false;
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(x);
  return keys.length === Object.keys(y).length && keys.every((key) => key in y && same(x[key], y[key]));
}

export function match(text: string, pattern: RegExp): void {
  if (!pattern.test(text)) throw new AssertionError(`${show(text)} does not match ${pattern}`);
}

// deno-lint-ignore no-explicit-any
export async function rejects(promise: Promise<unknown>, check: (error: any) => boolean = () => true): Promise<void> {
  let error: unknown;
  try {
    await promise;
  } catch (thrown) {
    error = thrown;
    ok(check(error), `rejected with something else: ${show(error)}`);
    return;
  }
  throw new AssertionError("did not reject");
}

export function fail(message = "should not happen"): never {
  throw new AssertionError(message);
}

export function notDeepEqual(actual: unknown, other: unknown): void {
  if (same(actual, other)) fail(`${show(actual)} is the same`);
}

export function near(actual: number, expected: number, within = 1e-6): void {
  if (!(Math.abs(actual - expected) <= within)) fail(`${actual} is not within ${within} of ${expected}`);
}

export function throws(action: () => unknown, kind: new (...args: never[]) => Error = Error): void {
  try {
    action();
  } catch (error) {
    return ok(error instanceof kind, `threw ${show(error)} rather than ${kind.name}`);
  }
  fail(`threw nothing rather than ${kind.name}`);
}
