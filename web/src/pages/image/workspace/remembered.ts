// What a person set in the workspace, kept in this browser: the look of shapes, snapping, the tool in hand.
import { type PaintStyle, plainStyle } from "../../../canvas/paint/paintStyle.ts";
import type { ToolName } from "../../../canvas/tools/Tool.ts";

export interface ViewSettings extends PaintStyle {
  /** neighbours' borders take hold */
  snaps: boolean;
}

export const plainView: ViewSettings = { ...plainStyle, snaps: false };
const viewKey = "fovea.view";
const toolKey = "fovea.tool";

/** Anything that is not what was written there counts for nothing. */
export function readView(text: string | null): ViewSettings {
  try {
    const found = JSON.parse(text ?? "{}") as Partial<ViewSettings> | null;
    const within = (value: unknown, most: number, otherwise: number) =>
      typeof value === "number" && value >= 0 && value <= most ? value : otherwise;
    return {
      fill: within(found?.fill, 1, plainView.fill),
      outline: within(found?.outline, 3, plainView.outline),
      snaps: found?.snaps === true,
    };
  } catch {
    return plainView;
  }
}

export function rememberedView(): ViewSettings {
  return readView(recall(viewKey));
}
export function rememberView(settings: ViewSettings) {
  remember(viewKey, JSON.stringify(settings));
}

export function rememberedTool(): ToolName | null {
  return recall(toolKey) as ToolName | null;
}
export function rememberTool(tool: ToolName) {
  remember(toolKey, tool);
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, text: string) {
  try {
    localStorage.setItem(key, text);
  } catch { /* private mode: it lasts as long as the page */ }
}
