import { setQuery, useLocation } from "../../../app/router.ts";
import { Button, IconButton } from "../../../ui/index.ts";
import { type FilterContext, tokensOf, without } from "./filter.ts";

/** What the images are filtered by, each to take away. */
export function Tokens({ context }: { context: FilterContext }) {
  const { query } = useLocation();
  const tokens = tokensOf(query, context).filter((token) => token.name !== "text");
  return (
    <>
      {tokens.map((token) => (
        <span key={token.name} className="token">
          <span className="muted token-title">{token.title}</span>
          {token.color && <span className="swatch" style={{ background: token.color }} aria-hidden="true" />}
          <strong className="truncate">{token.text}</strong>
          <IconButton
            label={`Remove the filter ${token.title}: ${token.text}`}
            icon="close"
            size="s"
            onClick={() => setQuery(without([token]), true)}
          />
        </span>
      ))}
      {tokens.length > 1 && (
        <Button size="s" kind="ghost" onClick={() => setQuery(without(tokens), true)}>
          Clear
        </Button>
      )}
    </>
  );
}
