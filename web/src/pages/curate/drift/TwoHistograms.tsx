import { plural } from "../../../lib/format.ts";

/** Two histograms over each other, each by its own whole, so that sets of unlike size can be compared. */
export function TwoHistograms(
  { a, b, label, name, edges }: {
    a: readonly number[];
    b: readonly number[];
    edges: readonly number[];
    label: string;
    name: (edge: number) => string;
  },
) {
  const [allA, allB] = [sum(a), sum(b)];
  const shareA = a.map((one) => one / Math.max(1, allA)), shareB = b.map((one) => one / Math.max(1, allB));
  const most = Math.max(1e-9, ...shareA, ...shareB);
  return (
    <figure
      className="two-histograms"
      role="img"
      aria-label={`${label}: ${plural(allA, "image")} against ${plural(allB, "image")}`}
    >
      {shareA.map((share, i) => (
        <span
          key={i}
          data-tip={`${name(edges[i]!)} to ${name(edges[i + 1]!)}: ${part(share)} against ${part(shareB[i]!)}`}
        >
          <i className="is-a" style={{ height: `${share / most * 100}%` }} />
          <i className="is-b" style={{ height: `${shareB[i]! / most * 100}%` }} />
        </span>
      ))}
    </figure>
  );
}

const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
const part = (share: number) => `${Math.round(share * 100)} %`;
