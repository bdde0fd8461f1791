/** Drawn, not photographed: cells under a microscope with a model's boxes, the sharp one in the middle. */
const cells: readonly [x: number, y: number, r: number, hue: "red" | "white"][] = [
  [58, 62, 30, "red"],
  [128, 44, 26, "red"],
  [206, 58, 30, "red"],
  [292, 46, 27, "red"],
  [366, 70, 31, "red"],
  [40, 140, 27, "red"],
  [110, 122, 30, "red"],
  [212, 142, 46, "white"],
  [312, 124, 29, "red"],
  [388, 152, 26, "red"],
  [76, 206, 29, "red"],
  [146, 216, 27, "red"],
  [282, 214, 30, "red"],
  [350, 222, 27, "red"],
];

export function LoopPicture() {
  return (
    <svg
      viewBox="0 0 420 260"
      className="front-picture"
      role="img"
      aria-label="A drawn microscope picture with cells found by a detector"
    >
      <rect width="420" height="260" rx="8" className="pic-ground" />
      {cells.map(([x, y, r, kind]) => (
        <g key={`${x}.${y}`}>
          <circle cx={x} cy={y} r={r} className={kind === "red" ? "pic-red" : "pic-white"} />
          {kind === "red"
            ? <circle cx={x} cy={y} r={r * 0.45} className="pic-core" />
            : <path d={`M${x - 18} ${y - 8}q10-18 24-8t10 20-18 14-18-8 2-18z`} className="pic-nucleus" />}
        </g>
      ))}
      <rect x="164" y="94" width="96" height="96" className="pic-box" />
      <rect x="164" y="78" width="58" height="16" className="pic-tag" />
      <text x="169" y="90" className="pic-text">WBC 0.97</text>
      <rect x="279" y="91" width="64" height="66" className="pic-box two" />
      <rect x="79" y="91" width="62" height="62" className="pic-box two" />
      <rect x="333" y="37" width="66" height="66" className="pic-box two" />
    </svg>
  );
}
