import type { ReactNode } from "react";
import type { Annotation, ComparedImage, Id, Label, MergeAnswer } from "../../api/types.ts";
import { type Mutation, useQuery } from "../../api/hooks.ts";
import { useAll } from "../../api/useAll.ts";
import { Link } from "../../app/Link.tsx";
import { unknownColour } from "../../canvas/paint/colour.ts";
import { plural } from "../../lib/format.ts";
import { Button, Dialog, LabelChip, Loaded, Notice, SkeletonCards, Status } from "../../ui/index.ts";
import { ShapesOver } from "../images/parts/ShapesOver.tsx";

/** One image as each person sees it and as a majority would, side by side; any of them can become the image's annotations. */
export function CompareDialog(
  { projectId, setId, imageId, manages, merge, onClose }: {
    projectId: Id;
    setId: Id;
    imageId: Id;
    manages: boolean;
    merge: Mutation<[ids: readonly Id[], userId: Id | null], MergeAnswer>;
    onClose: () => void;
  },
) {
  const image = useQuery<ComparedImage>(`/api/consensus/${setId}/images/${imageId}`);
  const labels = useAll<Label>(`/api/projects/${projectId}/labels`);
  const take = (userId: Id | null) => void merge.run([imageId], userId).then((answer) => answer && onClose());
  const used = new Set(image.data?.layers.flatMap(({ annotations }) => annotations.map((one) => one.label_id)));
  const colorOf = (id: Id) => labels.data?.find((label) => label.id === id)?.color ?? unknownColour;
  return (
    <Dialog title={image.data?.filename ?? "Compare"} onClose={onClose} wide>
      <div className="stack-wide">
        {merge.error && <Notice kind="bad">{merge.error.message}</Notice>}
        <Loaded query={image} skeleton={<SkeletonCards count={3} height={200} />}>
          {(data) => {
            const finished = data.layers.filter(({ layer }) => layer.status === "DONE").length;
            return (
              <>
                <div className="row wrap">
                  {labels.data?.filter((label) => used.has(label.id)).map((label) => (
                    <LabelChip key={label.id} name={label.name} color={label.color} />
                  ))}
                  <span className="grow" />
                  <Link to={`/projects/${projectId}/images/${imageId}`}>Open the image</Link>
                </div>
                <div className="compare">
                  {finished > 1 && (
                    <Side
                      image={data}
                      name="Majority"
                      shapes={data.majority.map(asShape)}
                      colorOf={colorOf}
                      note={data.disputed > 0 ? `${plural(data.disputed, "object")} disputed` : "No dispute"}
                      action={manages && (
                        <Button size="s" kind="primary" busy={merge.busy} onClick={() => take(null)}>Use this</Button>
                      )}
                    />
                  )}
                  {data.layers.map(({ layer, annotations }) => (
                    <Side
                      key={layer.id}
                      image={data}
                      name={layer.username}
                      shapes={annotations}
                      colorOf={colorOf}
                      note={layer.status === "DONE"
                        ? plural(annotations.length, "object")
                        : <Status status={layer.status} />}
                      action={manages && layer.status === "DONE" && (
                        <Button
                          size="s"
                          busy={merge.busy}
                          aria-label={`Use ${layer.username}'s`}
                          onClick={() => take(layer.user_id)}
                        >
                          Use this
                        </Button>
                      )}
                    />
                  ))}
                </div>
              </>
            );
          }}
        </Loaded>
      </div>
    </Dialog>
  );
}

function asShape({ label_id, geometry }: ComparedImage["majority"][number], index: number): Annotation {
  const never = "1970-01-01T00:00:00Z";
  return {
    id: String(index),
    image_id: "",
    label_id,
    geometry,
    confidence: null,
    is_prediction: false,
    attributes: {},
    z_order: 0,
    track: null,
    version: 1,
    created_by: null,
    created_at: never,
    updated_at: never,
    deleted_at: null,
  };
}

function Side(
  { image, name, shapes, colorOf, note, action }: {
    image: ComparedImage;
    name: string;
    shapes: readonly Annotation[];
    colorOf: (id: Id) => string;
    note: ReactNode;
    action: ReactNode;
  },
) {
  return (
    <figure aria-label={`${name}'s objects`}>
      <div className="compare-picture" style={{ aspectRatio: `${image.width} / ${image.height}` }}>
        <img src={`/api/images/${image.image_id}/thumbnail`} alt="" />
        <ShapesOver width={image.width} height={image.height} shapes={shapes} colorOf={colorOf} />
      </div>
      <figcaption>
        <strong className="truncate">{name}</strong>
        <span className="muted small grow">{note}</span>
        {action}
      </figcaption>
    </figure>
  );
}
