// The one table of key bindings. It drives the keys themselves, the sheet (?), the tooltips and remapping.
// Pages register handlers by id (useKeys); the innermost open scope that has a handler gets the key. Keys never fire while someone types.

export interface Binding {
  id: string;
  /** alternatives: "Mod+Z" (Mod is Ctrl, or Command on a Mac), "Shift+ArrowRight", "G P" (one after the other), "?" */
  keys: readonly string[];
  title: string;
  group: string;
}

const table = {
  Anywhere: [
    ["help", ["?", "F1"], "Show all keys"],
    ["search", ["/", "Mod+K"], "Search labels, commands, images"],
    ["go.dashboard", ["G D"], "Go to the dashboard"],
    ["go.projects", ["G P"], "Go to projects"],
    ["go.models", ["G M"], "Go to models"],
    ["go.jobs", ["G J"], "Go to jobs"],
    ["theme.toggle", ["Mod+Shift+L"], "Switch between light and dark"],
  ],
  Lists: [
    ["create", ["C"], "Create"],
    ["refresh", ["Shift+R"], "Load again"],
  ],
  "Image grid": [
    ["grid.quicklook", ["Space"], "Quick look"],
    ["grid.open", ["Enter"], "Open the image"],
    ["grid.select", ["X"], "Select or deselect"],
    ["grid.selectAll", ["Mod+A"], "Select all"],
    ["grid.clear", ["Escape"], "Clear the selection"],
    ["grid.delete", ["Delete"], "Move the selection to the bin"],
    ["grid.left", ["ArrowLeft"], "Image to the left"],
    ["grid.right", ["ArrowRight"], "Image to the right"],
    ["grid.up", ["ArrowUp"], "Image above"],
    ["grid.down", ["ArrowDown"], "Image below"],
    ["grid.extendLeft", ["Shift+ArrowLeft"], "Extend the selection to the left"],
    ["grid.extendRight", ["Shift+ArrowRight"], "Extend the selection to the right"],
    ["grid.extendUp", ["Shift+ArrowUp"], "Extend the selection upwards"],
    ["grid.extendDown", ["Shift+ArrowDown"], "Extend the selection downwards"],
    ["grid.labels", ["L"], "Draw labels on the thumbnails"],
    ["grid.density", ["D"], "Next density"],
    ["grid.similar", ["S"], "Find images like this one, a picture or words"],
    ["grid.upload", ["U"], "Upload images"],
  ],
  Map: [
    ["map.zoomIn", ["+", "="], "Nearer"],
    ["map.zoomOut", ["-"], "Farther"],
    ["map.fit", ["F"], "The whole map"],
  ],
  Groups: [
    ["groups.move", ["M"], "Move the selected images to a group"],
    ["groups.rename", ["F2"], "Rename the group"],
  ],
  Duplicates: [
    ["duplicates.keep", ["K"], "Keep this image of the group"],
    ["duplicates.resolve", ["Enter"], "Keep one, move the copies to the bin"],
    ["duplicates.dismiss", ["N"], "These are not duplicates"],
    ["duplicates.open", ["O"], "Open the image"],
    ["duplicates.undo", ["Mod+Z"], "Take the last move to the bin back"],
  ],
  Classify: [
    ["classify.confirm", ["Enter"], "Mark as done and go to the next without a class"],
    ["classify.clear", ["Backspace"], "Take all classes away"],
    ["classify.fewer", ["-"], "Larger pictures"],
    ["classify.more", ["=", "+"], "More pictures"],
  ],
  "Label errors": [
    ["mistake.next", ["ArrowDown", "J"], "Next likely mistake"],
    ["mistake.previous", ["ArrowUp", "K"], "Previous likely mistake"],
    ["mistake.apply", ["Enter"], "Make the labels what the model says"],
    ["mistake.dismiss", ["X"], "The labels are right"],
    ["mistake.open", ["O"], "Open the image"],
  ],
  Tools: [
    ["tool.select", ["V"], "Select"],
    ["tool.box", ["B"], "Box"],
    ["tool.polygon", ["P"], "Polygon"],
    ["tool.rotated", ["R"], "Rotated box"],
    ["tool.polyline", ["L"], "Polyline"],
    ["tool.mask", ["M"], "Mask"],
    ["tool.keypoints", ["K"], "Keypoints"],
    ["tool.again", ["N"], "The last tool again"],
    ["tool.hole", ["O"], "Cut a hole into the selected polygon"],
    ["draw.snap", ["S"], "Snap to neighbours, on or off (Ctrl: the other way while held)"],
    ["draw.place", ["Enter"], "A cursor moved by the arrows: set a point (twice ends a path); take hold and let go"],
  ],
  "Masks and keypoints": [
    ["brush.erase", ["E"], "Mask: brush or eraser"],
    ["brush.tip", ["T"], "Mask: round, square or outline"],
    ["brush.under", ["U"], "Mask: take the pixels from no other, those of the label, all"],
    ["brush.holes", ["Shift+E"], "Mask: fill its holes"],
    ["brush.new", ["Shift+N"], "Mask: begin a new object"],
    ["convert.mask", ["Shift+M"], "Turn polygons and boxes into masks"],
    ["convert.polygon", ["Shift+P"], "Turn masks into polygons"],
    ["keypoint.skip", ["J"], "Keypoints: skip this point"],
    ["keypoint.hide", ["I"], "Keypoints: the next point, or the one under the cursor, hidden or visible"],
  ],
  Picture: [
    ["picture.adjust", ["W"], "Brightness, contrast, gamma"],
    ["picture.brighter", ["."], "Brighter"],
    ["picture.darker", [","], "Darker"],
    ["picture.moreContrast", ["'"], "More contrast"],
    ["picture.lessContrast", [";"], "Less contrast"],
    ["picture.moreGamma", [">"], "Lift the shadows (gamma)"],
    ["picture.lessGamma", ["<"], "Deepen the shadows (gamma)"],
    ["picture.invert", ["Shift+I"], "Negative"],
    ["picture.reset", ["Shift+W"], "The picture as it is"],
  ],
  Image: [
    ["image.previous", ["A", "ArrowLeft"], "Previous image"],
    ["image.next", ["D", "ArrowRight"], "Next image"],
    ["image.nextUnlabelled", ["Shift+ArrowRight"], "Next image without labels"],
    ["image.save", ["Mod+S"], "Save now"],
    ["image.done", ["Mod+Enter"], "Mark as done and go on"],
    ["comment.place", ["Shift+C"], "Comment on a place or an object"],
    ["review.approve", ["Shift+A"], "Approve the image"],
    ["review.revise", ["Shift+S"], "Send the image back: needs revision"],
    ["review.reject", ["Shift+X"], "Send the image back: rejected"],
    ["view.fit", ["F"], "Fit to the window"],
    ["view.actual", ["Shift+F"], "100 %"],
    ["view.zoomIn", ["=", "+"], "Zoom in"],
    ["view.zoomOut", ["-"], "Zoom out"],
  ],
  "Frames of a video": [
    ["frame.next", ["PageDown"], "Next frame"],
    ["frame.previous", ["PageUp"], "Previous frame"],
    ["frame.next10", ["Shift+PageDown"], "10 frames on"],
    ["frame.previous10", ["Shift+PageUp"], "10 frames back"],
    ["frame.first", ["Home"], "First frame"],
    ["frame.last", ["End"], "Last frame"],
    ["frame.play", ["Y"], "Play or stop"],
    ["track.interpolate", ["Z"], "Interpolate to here from the object that was selected on another frame"],
    ["track.propagate", ["Shift+Z"], "Propagate the object through the next frames"],
    ["track.keyframe", ["Shift+K"], "Keyframe or interpolated"],
    ["track.end", ["Shift+O"], "The object leaves after this frame, or stays"],
  ],
  Objects: [
    ["object.next", ["Tab"], "Next object"],
    ["object.previous", ["Shift+Tab"], "Previous object"],
    ["object.delete", ["Delete"], "Delete the object"],
    ["object.deleteVertex", ["Backspace"], "Delete the last vertex or the object"],
    ["edit.undo", ["Mod+Z"], "Undo"],
    ["edit.redo", ["Mod+Shift+Z", "Mod+Y"], "Redo"],
    ["edit.copy", ["Mod+C"], "Copy"],
    ["edit.paste", ["Mod+V"], "Paste"],
    ["edit.duplicate", ["Mod+D"], "Duplicate"],
    ["nudge.left", ["ArrowLeft"], "Nudge left by 1 px"],
    ["nudge.right", ["ArrowRight"], "Nudge right by 1 px"],
    ["nudge.up", ["ArrowUp"], "Nudge up by 1 px"],
    ["nudge.down", ["ArrowDown"], "Nudge down by 1 px"],
    ["nudge.left10", ["Shift+ArrowLeft"], "Nudge left by 10 px"],
    ["nudge.right10", ["Shift+ArrowRight"], "Nudge right by 10 px"],
    ["nudge.up10", ["Shift+ArrowUp"], "Nudge up by 10 px"],
    ["nudge.down10", ["Shift+ArrowDown"], "Nudge down by 10 px"],
    ["edit.selectAll", ["Mod+A"], "Select all objects"],
    ["object.similar", ["Y"], "Find images that look like the selected object"],
    ["object.hide", ["H"], "Hide the object"],
    ["object.hideAll", ["Shift+H"], "Hide all objects"],
    ["object.lock", ["Q"], "Lock the object"],
    ["label.hide", ["Alt+H"], "Hide or show all objects of the label"],
    ["object.lower", ["["], "Smaller brush; lower in the stack"],
    ["object.raise", ["]"], "Larger brush; higher in the stack"],
    ["object.back", ["{"], "Send to the back"],
    ["object.front", ["}"], "Bring to the front"],
    ["object.turnLeft", [","], "Turn a rotated box left by 1°"],
    ["object.turnRight", ["."], "Turn a rotated box right by 1°"],
    ["object.turnLeft15", ["<"], "Turn a rotated box left by 15°"],
    ["object.turnRight15", [">"], "Turn a rotated box right by 15°"],
    ["object.propagate", ["Shift+D"], "Copy the selection (or all) to the next image"],
    ["object.propagateMany", ["Mod+Shift+D"], "Copy the selection (or all) to the next images"],
    ["prediction.accept", ["Enter"], "Accept the prediction"],
    ["prediction.reject", ["X"], "Reject the prediction"],
    ["escape", ["Escape"], "Cancel, then deselect"],
    ...Array.from(
      { length: 10 },
      (
        _,
        i,
      ): Row => [`class.${(i + 1) % 10}`, [`Alt+${(i + 1) % 10}`], `Class of the image with hotkey ${(i + 1) % 10}`],
    ),
    ...Array.from(
      { length: 10 },
      (_, i): Row => [`label.${(i + 1) % 10}`, [String((i + 1) % 10)], `Label with hotkey ${(i + 1) % 10}`],
    ),
  ],
  "Training run": [
    ["log.follow", ["F"], "Follow the log"],
    ["run.cancel", ["Shift+C"], "Cancel the run"],
  ],
} satisfies { [group: string]: Row[] };

type Row = [id: string, keys: string[], title: string];

export const bindings: readonly Binding[] = Object.entries(table).flatMap(([group, rows]) =>
  (rows as Row[]).map(([id, keys, title]) => ({ id, keys, title, group }))
);

const byId = new Map(bindings.map((binding) => [binding.id, binding]));

export type Overrides = { [id: string]: string[] };

/** The keys in force for a binding: the person's own choice or the table's. */
export function keysOf(id: string, overrides: Overrides = {}): readonly string[] {
  const binding = byId.get(id);
  if (!binding) throw new Error(`no key binding named ${id}`);
  return overrides[id] ?? binding.keys;
}

/** Groups whose keys are alive at the same time, on one page. */
const together: readonly (readonly string[])[] = [
  ["Anywhere", "Tools", "Image", "Frames of a video", "Objects"],
  ["Anywhere", "Lists", "Image grid"],
  ["Anywhere", "Image grid", "Map"],
  ["Anywhere", "Training run"],
];

function meet(a: Binding, b: Binding): boolean {
  return a.group === b.group || together.some((groups) => groups.includes(a.group) && groups.includes(b.group));
}

/** Other bindings of the same page that share a key with this one now, those left out that the table itself lets share it. */
export function conflicts(id: string, overrides: Overrides = {}): Binding[] {
  const me = byId.get(id)!;
  const mine = keysOf(id, overrides);
  return bindings.filter((other) => {
    if (other.id === id || !meet(me, other)) return false;
    const shared = keysOf(other.id, overrides).filter((key) => mine.includes(key));
    return shared.some((key) => !(me.keys.includes(key) && other.keys.includes(key)));
  });
}
