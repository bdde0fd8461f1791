// How shapes are painted, as a person set it for this browser.

export interface PaintStyle {
  /** opacity of the insides of shapes that stand still, 0...1 */
  fill: number;
  /** width of outlines: 1 is what the design says, 0 paints none */
  outline: number;
}

export const plainStyle: PaintStyle = { fill: 0, outline: 1 };
