import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { keyHint } from "../app/keyboard.ts";
import { Icon, type IconName } from "./Icon.tsx";
import { Link } from "../app/Link.tsx";

interface Looks {
  kind?: "primary" | "secondary" | "ghost" | "danger";
  size?: "m" | "s";
  icon?: IconName;
}

export interface ButtonProps extends Looks, ButtonHTMLAttributes<HTMLButtonElement> {
  /** under way: the button stays in place, says so, and cannot be pressed again */
  busy?: boolean;
  /** id of a key binding to show in the tooltip */
  keys?: string;
  tip?: string;
  buttonRef?: Ref<HTMLButtonElement>;
}

function classes({ kind = "secondary", size = "m" }: Looks, iconOnly: boolean): string {
  return `btn btn-${kind} btn-${size}${iconOnly ? " btn-icon" : ""}`;
}

export function Button(
  { kind, size, icon, busy, keys, tip, buttonRef, children, className = "", disabled, ...rest }: ButtonProps,
) {
  const text = tip ?? (keys && typeof children === "string" ? children : undefined);
  return (
    <button
      type="button"
      {...rest}
      ref={buttonRef}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={`${classes({ kind, size }, !children)} ${className}`}
      data-tip={text}
      data-tip-keys={keys ? keyHint(keys) : undefined}
    >
      {busy ? <span className="btn-wait" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button of one icon; its name is its tooltip and what a screen reader says. */
export function IconButton(
  { label, kind = "ghost", pressed, ...rest }: Omit<ButtonProps, "children"> & {
    label: string;
    icon: IconName;
    pressed?: boolean;
  },
) {
  return <Button {...rest} kind={kind} aria-label={label} aria-pressed={pressed} tip={rest.tip ?? label} />;
}

/** Looks like a button, is a link. */
export function ButtonLink(
  { to, kind, size, icon, children, className = "" }: Looks & { to: string; children?: ReactNode; className?: string },
) {
  return (
    <Link to={to} className={`${classes({ kind, size }, false)} ${className}`}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  );
}
