import type { ReactNode } from "react";

/** The head of a page: where one is, a line about it, what one can do. */
export function PageHeader(
  { title, children, actions }: { title: ReactNode; children?: ReactNode; actions?: ReactNode },
) {
  return (
    <header className="page-head">
      <div className="grow">
        <h1>{title}</h1>
        {children && <div className="muted">{children}</div>}
      </div>
      {actions && <div className="row wrap">{actions}</div>}
    </header>
  );
}

/** The page's own scroll area with comfortable margins; `wide` fills the window. */
export function PageBody({ children, wide }: { children: ReactNode; wide?: boolean }) {
  return (
    <div className="page-scroll">
      <div className={wide ? "page page-wide" : "page"}>{children}</div>
    </div>
  );
}

export function Card(
  { title, actions, children, flush, className = "" }: {
    title?: ReactNode;
    actions?: ReactNode;
    children: ReactNode;
    flush?: boolean;
    className?: string;
  },
) {
  return (
    <section className={`card ${className}`}>
      {(title || actions) && (
        <header className="card-head">
          <h2>{title}</h2>
          {actions && <div className="row">{actions}</div>}
        </header>
      )}
      <div className={flush ? "" : "card-body"}>{children}</div>
    </section>
  );
}

export function Toolbar({ label, children }: { label: string; children: ReactNode }) {
  return <div className="toolbar" role="toolbar" aria-label={label}>{children}</div>;
}

/** A number that matters and what it counts. */
export function Stat({ label, value, note }: { label: string; value: ReactNode; note?: ReactNode }) {
  return (
    <div className="stat">
      <dt>{label}</dt>
      <dd className="num">{value}</dd>
      {note && <dd className="stat-note">{note}</dd>}
    </div>
  );
}

export function Stats({ children }: { children: ReactNode }) {
  return <dl className="stats">{children}</dl>;
}

/** Names and values in two columns. */
export function Facts({ rows }: { rows: (readonly [string, ReactNode] | null | false)[] }) {
  return (
    <dl className="facts">
      {rows.map((row) =>
        row && (
          <div key={row[0]}>
            <dt>{row[0]}</dt>
            <dd>{row[1]}</dd>
          </div>
        )
      )}
    </dl>
  );
}
