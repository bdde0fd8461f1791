import { useState } from "react";
import type { Id } from "../../../api/types.ts";
import { useKeys } from "../../../app/keyboard.ts";
import { count, plural } from "../../../lib/format.ts";
import { Button, IconButton } from "../../../ui/index.ts";
import { useWorkspace } from "../workspace/context.ts";
import { clockText, stepped } from "./frames.ts";
import { TimelineMarks } from "./TimelineMarks.tsx";
import { TrackPropagateDialog } from "./TrackPropagateDialog.tsx";
import type { FrameStrip } from "./useFrames.ts";
import { usePlay } from "./usePlay.ts";
import { useTrack } from "./useTrack.ts";
import { useTrackActions } from "./useTrackActions.ts";

/** The frames of a video under the picture: where one is, where the selected object has keyframes, and what to do with it. */
export function Timeline(
  { strip, imageId, userId, editable, pixelsReady, objectsReady }: {
    strip: FrameStrip;
    imageId: Id;
    userId: Id;
    editable: boolean;
    pixelsReady: boolean;
    objectsReady: boolean;
  },
) {
  const workspace = useWorkspace();
  const { frames, at, sequence } = strip;
  const view = useTrack(workspace, strip, imageId, objectsReady);
  const actions = useTrackActions(workspace, strip, view, userId);
  const { playing, setPlaying } = usePlay(strip, pixelsReady);
  const [asking, setAsking] = useState(false);
  const last = frames.length - 1;
  const go = (by: number) => {
    const to = stepped(frames.length, at, by);
    if (to === null || workspace.engine.busy) return false;
    setPlaying(false);
    strip.open(to);
  };
  const when = (run: () => void) => () => editable && objectsReady && !workspace.engine.busy ? run() : false;
  const play = () => setPlaying(!playing && at < last);
  useKeys({
    "frame.next": () => go(1),
    "frame.previous": () => go(-1),
    "frame.next10": () => go(10),
    "frame.previous10": () => go(-10),
    "frame.first": () => go(-frames.length),
    "frame.last": () => go(frames.length),
    "frame.play": play,
    "track.interpolate": when(actions.interpolate),
    "track.propagate": when(() => view.shape && at < last ? setAsking(true) : void actions.propagate(1)),
    "track.keyframe": when(actions.toggleKey),
    "track.end": when(actions.toggleEnd),
  });
  const here = frames[at]!;
  const frozen = !editable || !objectsReady || !view.shape;
  const keyframes = view.stops.filter((stop) => stop.is_keyframe).length;
  return (
    <>
      <section className="frameline" aria-label={`Timeline of ${sequence.name}`}>
        <div className="row frameline-steps">
          <IconButton
            label="10 frames back"
            icon="arrowLeft"
            size="s"
            keys="frame.previous10"
            disabled={at <= 0}
            onClick={() => go(-10)}
          />
          <IconButton
            label="Previous frame"
            icon="chevronLeft"
            size="s"
            keys="frame.previous"
            disabled={at <= 0}
            onClick={() => go(-1)}
          />
          <IconButton
            label={playing ? "Stop" : "Play"}
            icon={playing ? "stop" : "play"}
            size="s"
            keys="frame.play"
            pressed={playing}
            disabled={at >= last}
            onClick={play}
          />
          <IconButton
            label="Next frame"
            icon="chevronRight"
            size="s"
            keys="frame.next"
            disabled={at >= last}
            onClick={() => go(1)}
          />
          <IconButton
            label="10 frames on"
            icon="arrowRight"
            size="s"
            keys="frame.next10"
            disabled={at >= last}
            onClick={() => go(10)}
          />
        </div>
        <div className="frameline-rail">
          <TimelineMarks frames={frames} stops={view.stops} />
          <input
            type="range"
            min={0}
            max={last}
            value={at}
            aria-label="Frame"
            aria-valuetext={`Frame ${at + 1} of ${frames.length}, ${clockText(here.time)}`}
            onChange={(event) => {
              setPlaying(false);
              strip.open(Number(event.target.value));
            }}
          />
        </div>
        <span className="num frameline-at">{count(at + 1)} / {count(frames.length)}</span>
        <span className="num muted frameline-time" data-tip={`Frame ${here.source_frame} of ${sequence.filename}`}>
          {clockText(here.time)}
        </span>
        <div className="row frameline-acts">
          <span className="muted frameline-track" role="status">
            {view.track ? trackWords(view.track.is_keyframe, view.track.ends, keyframes) : ""}
          </span>
          <Button size="s" kind="ghost" keys="track.interpolate" disabled={frozen} onClick={actions.interpolate}>
            Interpolate to here
          </Button>
          <Button
            size="s"
            kind="ghost"
            keys="track.propagate"
            disabled={frozen || at >= last}
            onClick={() => setAsking(true)}
          >
            Propagate…
          </Button>
          <Button
            size="s"
            kind="ghost"
            keys="track.keyframe"
            aria-pressed={view.track?.is_keyframe ?? false}
            disabled={frozen || !view.track}
            onClick={actions.toggleKey}
          >
            Keyframe
          </Button>
          <Button
            size="s"
            kind="ghost"
            keys="track.end"
            aria-pressed={view.track?.ends ?? false}
            disabled={frozen || !view.track}
            onClick={actions.toggleEnd}
          >
            Ends here
          </Button>
        </div>
      </section>
      {asking && (
        <TrackPropagateDialog
          most={last - at}
          onClose={() => setAsking(false)}
          propagate={actions.propagate}
        />
      )}
    </>
  );
}

function trackWords(isKeyframe: boolean, ends: boolean, keyframes: number): string {
  const what = ends ? "Leaves here" : isKeyframe ? "Keyframe" : "Interpolated";
  return keyframes > 0 ? `${what} · ${plural(keyframes, "keyframe")}` : what;
}
