import { useEffect, useLayoutEffect, useMemo, useState } from "react";
import type { Image, Label } from "../../api/types.ts";
import { useQuery } from "../../api/hooks.ts";
import { useAll } from "../../api/useAll.ts";
import { Link } from "../../app/Link.tsx";
import { atLeast, useProject } from "../../app/project.ts";
import { useLocation, useParams, useQueryParam, useTitle } from "../../app/router.ts";
import { useMe } from "../../app/session.ts";
import { ErrorState } from "../../ui/index.ts";
import { isMultiLabel } from "../classify/mode.ts";
import { queryOf } from "../images/filter/filter.ts";
import { imageList, useImageList } from "../images/lists.ts";
import { LiveContext, useLiveOf } from "./live/context.ts";
import { LiveLayer } from "./live/LiveLayer.tsx";
import { isTaskKind, layerOfQueued, queueList } from "../team/queue.ts";
import { CanvasHost } from "./parts/CanvasHost.tsx";
import { CanvasNotice } from "./parts/CanvasNotice.tsx";
import { ConflictDialog } from "./parts/ConflictDialog.tsx";
import { Filmstrip } from "./parts/Filmstrip.tsx";
import { PropagateDialog } from "./parts/PropagateDialog.tsx";
import { StatusLine } from "./parts/StatusLine.tsx";
import { ToolOptions } from "./parts/ToolOptions.tsx";
import { ToolRail } from "./parts/ToolRail.tsx";
import { TopBar } from "./parts/TopBar.tsx";
import { TeamBar } from "./parts/TeamBar.tsx";
import { SidePanel } from "./panels/SidePanel.tsx";
import { Timeline } from "./track/Timeline.tsx";
import { useFrames } from "./track/useFrames.ts";
import { targetOf } from "./outbox/target.ts";
import { useDarkByDefault } from "./useDarkByDefault.ts";
import { useFinish } from "./useFinish.ts";
import { useNeighbours } from "./useNeighbours.ts";
import { useFreshness } from "./useFreshness.ts";
import { useImageKeys } from "./useImageKeys.ts";
import { usePicture } from "./usePicture.ts";
import { useToolKeys } from "./useToolKeys.ts";
import { WorkspaceContext } from "./workspace/context.ts";
import { useOpenImage } from "./workspace/useOpenImage.ts";
import { PropagationContext, usePropagation } from "./workspace/usePropagation.ts";
import { Workspace } from "./workspace/Workspace.ts";

const noLayer = () => null;

/** One image: look, label, review. The canvas fills the window; everything else steps aside. */
export default function ImagePage() {
  const params = useParams();
  const projectId = params.id!;
  const imageId = params.imageId!;
  const me = useMe();
  const project = useProject();
  const labels = useAll<Label>(`/api/projects/${projectId}/labels`);
  const { query } = useLocation();
  const search = query.toString();
  const asQueue = query.get("queue");
  const queue = isTaskKind(asQueue) ? asQueue : null;
  const layerId = query.get("layer");
  const target = targetOf(imageId, layerId);
  const list = useImageList(
    useMemo(
      () => queue ? queueList(projectId, queue) : imageList(projectId, queryOf(new URLSearchParams(search))),
      [projectId, queue, queue ? "" : search],
    ),
    // A queue is walked as it was when one began: what is done stays behind in it.
    queue ? Infinity : 60_000,
  );
  const asked = useQuery<Image>(`/api/images/${imageId}`);
  const image = asked.data ?? list.at(list.indexOf(imageId));
  const [panel] = useQueryParam("panel", "objects");
  const [film] = useQueryParam("film", "show");
  const [workspace, setWorkspace] = useState<Workspace | null>(null);
  const opening = useOpenImage(workspace, image, me.id, target);
  const editable = atLeast(project.data?.role, "annotator") && image !== undefined && image.deleted_at === null;
  useTitle(image?.filename, project.data?.name);
  useDarkByDefault();
  const neighbours = useNeighbours(list, projectId, imageId, queue ? layerOfQueued : noLayer);
  const strip = useFrames(projectId, imageId, image);
  const finish = useFinish(workspace, image, layerId, list, neighbours);
  useEffect(() => {
    if (labels.data) workspace?.setLabels(labels.data);
  }, [workspace, labels.data]);
  useEffect(() => {
    if (!workspace || !project.data) return;
    workspace.classes = { byKey: project.data.task_type === "CLASSIFICATION", multi: isMultiLabel(project.data) };
  }, [workspace, project.data]);
  // Before the page is seen: who sees that the objects are there may draw at once.
  useLayoutEffect(() => workspace?.setEditable(editable && opening.objects), [workspace, editable, opening.objects]);
  useFreshness(workspace, imageId, target, opening.objects);
  const live = useLiveOf(workspace, layerId ? null : imageId);
  // Of keys that mean several things the later hook is asked first: a selected box is turned before the picture is brightened.
  usePicture(workspace);
  useImageKeys(workspace, image, project.data?.role, neighbours, layerId ? null : live, finish);
  const propagation = usePropagation(workspace, neighbours, me.id, editable && opening.objects && !layerId);
  useToolKeys(workspace);
  if (asked.error && !image) {
    return (
      <main className="alone">
        <div>
          <ErrorState error={asked.error} onRetry={() => void asked.refresh()} />
          <p className="work-back">
            <Link to={`/projects/${projectId}/images`}>Back to the images</Link>
          </p>
        </div>
      </main>
    );
  }
  return (
    <WorkspaceContext.Provider value={workspace}>
      <PropagationContext.Provider value={propagation}>
        <div className="work">
          <TopBar
            projectId={projectId}
            project={project.data}
            image={image}
            list={list}
            neighbours={neighbours}
            live={layerId ? null : live}
          />
          {image && (
            <TeamBar
              image={image}
              layerId={layerId}
              queue={queue}
              onFinish={atLeast(project.data?.role, "annotator") ? finish : undefined}
            />
          )}
          <div className="work-body">
            {workspace && <ToolRail editable={editable} />}
            <div className="work-middle">
              {workspace && editable && <ToolOptions projectId={projectId} />}
              <CanvasHost projectId={projectId} onReady={setWorkspace} name={image?.filename}>
                {live && !layerId && (
                  <LiveContext.Provider value={live}>
                    <LiveLayer />
                  </LiveContext.Provider>
                )}
                <CanvasNotice opening={opening} />
              </CanvasHost>
            </div>
            {workspace && live && panel !== "none" && (
              <LiveContext.Provider value={live}>
                <SidePanel
                  image={image}
                  apart={layerId !== null}
                  labels={labels}
                  role={project.data?.role}
                  editable={editable}
                  objectsReady={opening.objects}
                  objectsError={opening.objectsError}
                />
              </LiveContext.Provider>
            )}
          </div>
          {workspace && strip && !layerId && (
            <Timeline
              strip={strip}
              imageId={imageId}
              userId={me.id}
              editable={editable}
              pixelsReady={opening.pixels}
              objectsReady={opening.objects}
            />
          )}
          {film !== "hide" && <Filmstrip list={list} imageId={imageId} neighbours={neighbours} />}
          {workspace && <StatusLine image={image} objectsReady={opening.objects} />}
          {workspace && <ConflictDialog />}
          {workspace && propagation.asking && <PropagateDialog propagation={propagation} />}
        </div>
      </PropagationContext.Provider>
    </WorkspaceContext.Provider>
  );
}
