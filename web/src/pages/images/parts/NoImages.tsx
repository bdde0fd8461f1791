import { setQuery } from "../../../app/router.ts";
import { Button, Empty } from "../../../ui/index.ts";

/** Why the grid is empty, with the one action that changes it. */
export function NoImages(
  { filtered, bin, onUpload, onClear }: {
    filtered: boolean;
    bin: boolean;
    onUpload: (() => void) | undefined;
    onClear: () => void;
  },
) {
  if (filtered) {
    return (
      <Empty
        icon="filter"
        title="No image matches the filter"
        action={<Button icon="close" onClick={onClear}>Clear the filter</Button>}
      >
        Take a token away, or look for something else.
      </Empty>
    );
  }
  if (bin) {
    return (
      <Empty
        icon="trash"
        title="The bin is empty"
        action={<Button icon="arrowLeft" onClick={() => setQuery({ bin: null }, true)}>Back to the images</Button>}
      >
        Deleted images stay here until they are restored or deleted for good.
      </Empty>
    );
  }
  return (
    <Empty
      icon="images"
      title="No images yet"
      action={onUpload && <Button kind="primary" icon="upload" onClick={onUpload}>Upload images</Button>}
    >
      {onUpload
        ? "Drop photographs or whole folders anywhere on this page: JPEG, PNG, WebP, TIFF, BMP. Doubles are noticed."
        : "Someone who may upload has to add the first ones."}
    </Empty>
  );
}
