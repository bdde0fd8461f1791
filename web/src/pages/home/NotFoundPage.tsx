import { useTitle } from "../../app/router.ts";
import { ButtonLink, Empty } from "../../ui/index.ts";

export default function NotFoundPage() {
  useTitle("Not found");
  return (
    <Empty
      page
      icon="search"
      title="There is nothing here"
      action={<ButtonLink to="/" kind="primary">Go to the dashboard</ButtonLink>}
    >
      The page does not exist, or you may not see it.
    </Empty>
  );
}
