import type { GroundTruthImage, Id } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation, usePage } from "../../../api/hooks.ts";
import { Link } from "../../../app/Link.tsx";
import { Ago, Card, type Column, ErrorState, IconButton, SkeletonRows, Table, toast } from "../../../ui/index.ts";

/** The images that people are checked by; managers alone see them. */
export function GroundTruth({ projectId }: { projectId: Id }) {
  const path = `/api/projects/${projectId}/ground-truth`;
  const list = usePage<GroundTruthImage>(path);
  const removing = useMutation(
    (image: GroundTruthImage) => api.post(`${path}/remove`, { image_ids: [image.image_id] }),
    {
      invalidates: [path],
    },
  );
  const remove = async (image: GroundTruthImage) => {
    await removing.run(image);
    if (removing.error) toast({ kind: "bad", text: removing.error.message });
  };
  const columns: readonly Column<GroundTruthImage>[] = [
    {
      id: "name",
      title: "Image",
      width: "minmax(180px, 1fr)",
      cell: (image) => (
        <Link to={`/projects/${projectId}/images/${image.image_id}`} className="truncate">{image.filename}</Link>
      ),
    },
    { id: "objects", title: "Objects", width: "88px", align: "end", cell: (image) => image.annotation_count },
    { id: "checks", title: "Labelled blind", width: "112px", align: "end", cell: (image) => image.check_count },
    { id: "when", title: "Marked", width: "112px", align: "end", cell: (image) => <Ago time={image.marked_at} /> },
    {
      id: "remove",
      title: "Remove",
      quiet: true,
      width: "48px",
      align: "end",
      cell: (image) => (
        <IconButton
          label={`Hold ${image.filename} for true no longer`}
          icon="close"
          size="s"
          onClick={() => void remove(image)}
        />
      ),
    },
  ];
  return (
    <Card title="Ground truth" flush>
      {list.error && list.items.length === 0
        ? <ErrorState error={list.error} onRetry={list.refresh} />
        : list.loading
        ? (
          <div className="card-body">
            <SkeletonRows count={2} />
          </div>
        )
        : list.items.length === 0
        ? (
          <p className="card-body muted">
            No image is held for true. Select well-labelled images, choose “Mark as ground truth”, and mix some of them
            into assignments: they are labelled blind, and scored here.
          </p>
        )
        : (
          <Table
            label="Ground truth"
            columns={columns}
            rows={list.items}
            rowKey={(image) => image.image_id}
            onEnd={list.loadMore}
            maxRows={8}
          />
        )}
    </Card>
  );
}
