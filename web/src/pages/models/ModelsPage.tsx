import { usePage } from "../../api/hooks.ts";
import type { Model } from "../../api/types.ts";
import { useKeys } from "../../app/keyboard.ts";
import { Link } from "../../app/Link.tsx";
import { navigate, useQueryParam, useTitle } from "../../app/router.ts";
import {
  Ago,
  Badge,
  Button,
  type Column,
  Empty,
  ErrorState,
  PageBody,
  PageHeader,
  SkeletonRows,
  Status,
  Table,
} from "../../ui/index.ts";
import { UploadModel } from "./UploadModel.tsx";

const columns: readonly Column<Model>[] = [
  {
    id: "name",
    title: "Model",
    width: "minmax(160px, 1fr)",
    cell: (model) => (
      <span className="row">
        <Link to={`/models/${model.id}`} className="truncate">{model.name}</Link>
        {model.is_public && <Badge>Public</Badge>}
      </span>
    ),
  },
  {
    id: "about",
    title: "Description",
    width: "minmax(160px, 2fr)",
    cell: (model) => <span className="muted">{model.description}</span>,
  },
  {
    id: "deployed",
    title: "Deployment",
    width: "128px",
    cell: (model) =>
      model.deployed_version_id ? <Status status="deployed" /> : <span className="muted">Not deployed</span>,
  },
  { id: "versions", title: "Versions", width: "88px", align: "end", cell: (model) => model.version_count },
  { id: "at", title: "Changed", width: "112px", align: "end", cell: (model) => <Ago time={model.updated_at} /> },
];

export default function ModelsPage() {
  useTitle("Models");
  const list = usePage<Model>("/api/models", { limit: 100 });
  const [adding, setAdding] = useQueryParam("upload");
  useKeys({ create: () => setAdding("1") });
  const add = (
    <Button kind="primary" icon="upload" keys="create" tip="Upload a model" onClick={() => setAdding("1")}>
      Upload a model
    </Button>
  );
  return (
    <PageBody>
      <PageHeader title="Models" actions={add}>
        What runs have learned, and detectors from elsewhere. A deployed version answers.
      </PageHeader>
      {list.error && list.items.length === 0
        ? <ErrorState error={list.error} onRetry={list.refresh} />
        : list.loading
        ? <SkeletonRows count={5} />
        : list.items.length === 0
        ? (
          <Empty icon="models" title="No model yet" action={add}>
            A training run makes one when it ends. A detector in ONNX can be uploaded.
          </Empty>
        )
        : (
          <Table
            label="Models"
            columns={columns}
            rows={list.items}
            rowKey={(model) => model.id}
            onOpen={(model) => void navigate(`/models/${model.id}`)}
            onEnd={list.loadMore}
            total={list.total}
          />
        )}
      {adding && <UploadModel models={list.items} onClose={() => setAdding("")} />}
    </PageBody>
  );
}
