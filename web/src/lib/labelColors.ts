// Colours of labels: told apart by eyes with any colour vision (after Okabe and Ito, and Tol), on dark and light photographs.
export const labelColors: readonly { name: string; value: string }[] = [
  { name: "Orange", value: "#e69f00" },
  { name: "Sky blue", value: "#56b4e9" },
  { name: "Green", value: "#009e73" },
  { name: "Vermilion", value: "#d55e00" },
  { name: "Purple", value: "#cc79a7" },
  { name: "Yellow", value: "#f0e442" },
  { name: "Blue", value: "#0072b2" },
  { name: "Mint", value: "#44d7b6" },
  { name: "Rose", value: "#ee6677" },
  { name: "Indigo", value: "#7262d4" },
  { name: "Olive", value: "#999933" },
  { name: "Wine", value: "#aa4499" },
];

/** The first colour that no label has yet; after all are taken, the one used least. */
export function nextColor(taken: readonly string[]): string {
  const used = (color: string) => taken.filter((one) => one.toLowerCase() === color).length;
  return labelColors.reduce((best, one) => used(one.value) < used(best.value) ? one : best, labelColors[0]!).value;
}
