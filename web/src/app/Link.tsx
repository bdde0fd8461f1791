import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { navigate, useLocation } from "./router.ts";

export interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  to: string;
  /** mark as the current page when the path equals (`"exact"`) or lies under (`"under"`) this one */
  match?: "exact" | "under";
}

/** A real link (middle click, copy address, open in a new tab all work) that stays inside the application. */
export function Link({ to, match, onClick, ...rest }: LinkProps) {
  const { path } = useLocation();
  const target = to.split("?")[0]!;
  const current = match === "exact"
    ? path === target
    : match === "under"
    ? path === target || path.startsWith(`${target}/`)
    : false;
  const click = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (
      event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    ) return;
    event.preventDefault();
    navigate(to);
  };
  return <a {...rest} href={to} onClick={click} aria-current={current ? "page" : undefined} />;
}
