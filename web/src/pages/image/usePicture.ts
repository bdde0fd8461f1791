import { useEffect } from "react";
import { useKeys } from "../../app/keyboard.ts";
import { Told } from "../../canvas/edit/Told.ts";
import { clamp } from "../../canvas/geometry/bounds.ts";
import { type PictureLook, plainLook } from "../../canvas/paint/PictureFilter.ts";
import { readStored, writeStored } from "../../lib/stored.ts";
import type { Workspace } from "./workspace/Workspace.ts";

const storeKey = "fovea.picture";

/** How pictures are shown in this browser: every image alike, until it is changed back. */
export const pictureLook = new Told<PictureLook>(checked(readStored(storeKey, plainLook)));

export function adjustPicture(change: Partial<PictureLook>) {
  pictureLook.set(checked({ ...pictureLook.value, ...change }));
  writeStored(storeKey, pictureLook.value);
}

function checked({ brightness, contrast, gamma, invert }: PictureLook): PictureLook {
  const whole = (value: number) => clamp(Math.round(value), -100, 100) || 0;
  return {
    brightness: whole(brightness),
    contrast: whole(contrast),
    gamma: clamp(Math.round(gamma * 100) / 100, 0.2, 5) || 1,
    invert,
  };
}

/** Shows the picture of a workspace as chosen, and listens to the keys that change it. */
export function usePicture(workspace: Workspace | null) {
  useEffect(() => {
    if (!workspace) return;
    const show = () => workspace.engine.painter.pictureFilter.set(pictureLook.value);
    show();
    return pictureLook.listen(show);
  }, [workspace]);
  const step = (name: "brightness" | "contrast", by: number) => () =>
    adjustPicture({ [name]: pictureLook.value[name] + by });
  const gamma = (factor: number) => () => adjustPicture({ gamma: pictureLook.value.gamma * factor });
  useKeys({
    "picture.brighter": step("brightness", 5),
    "picture.darker": step("brightness", -5),
    "picture.moreContrast": step("contrast", 5),
    "picture.lessContrast": step("contrast", -5),
    "picture.moreGamma": gamma(1.1),
    "picture.lessGamma": gamma(1 / 1.1),
    "picture.invert": () => adjustPicture({ invert: !pictureLook.value.invert }),
    "picture.reset": () => adjustPicture(plainLook),
  });
}
