import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { keyHint } from "../app/keyboard.ts";
import { Button, type ButtonProps } from "./Button.tsx";
import { Icon, type IconName } from "./Icon.tsx";

export type MenuItem = "-" | {
  label: string;
  icon?: IconName;
  hint?: string;
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
  checked?: boolean;
  run: () => void;
};

/** A button that opens a list of commands: arrows, Home, End, Esc, first letters. */
export function Menu(
  { items, label, children, ...button }: Omit<ButtonProps, "onClick"> & {
    items: MenuItem[];
    label: string;
    children?: ReactNode;
  },
) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    anchor.current?.focus();
  };
  return (
    <>
      <Button
        {...button}
        buttonRef={anchor}
        aria-label={button["aria-label"] ?? (children ? undefined : label)}
        tip={button.tip ?? (children ? undefined : label)}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") {
            event.preventDefault();
            setOpen(true);
          }
        }}
      >
        {children}
      </Button>
      {open && anchor.current && (
        <MenuList
          items={items}
          label={label}
          anchor={anchor.current.getBoundingClientRect()}
          host={anchor.current.closest("dialog") ?? document.body}
          onClose={close}
        />
      )}
    </>
  );
}

/** The list itself, for context menus: `anchor` is where it opens. */
export function MenuList(
  { items, label, anchor, host = document.body, onClose }: {
    items: MenuItem[];
    label: string;
    anchor: DOMRect;
    host?: Element;
    onClose: () => void;
  },
) {
  const list = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: anchor.left, top: anchor.bottom + 4 });
  useLayoutEffect(() => {
    const { width, height } = list.current!.getBoundingClientRect();
    const left = Math.max(8, Math.min(anchor.left, innerWidth - width - 8));
    const below = anchor.bottom + 4;
    setPlace({
      left: left === anchor.left ? left : Math.max(8, Math.min(anchor.right - width, innerWidth - width - 8)),
      top: below + height > innerHeight - 8 ? Math.max(8, anchor.top - height - 4) : below,
    });
    list.current!.querySelector<HTMLElement>("[role^=menuitem]:not(:disabled)")?.focus();
  }, []);
  useEffect(() => {
    const outside = (event: PointerEvent) => list.current?.contains(event.target as Node) || onClose();
    const timer = setTimeout(() => addEventListener("pointerdown", outside));
    addEventListener("blur", onClose);
    addEventListener("resize", onClose);
    return () => {
      clearTimeout(timer);
      removeEventListener("pointerdown", outside);
      removeEventListener("blur", onClose);
      removeEventListener("resize", onClose);
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...list.current!.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)")];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const go = (index: number) => buttons[(index + buttons.length) % buttons.length]?.focus();
    if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(-1);
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (event.key.length === 1 && event.key !== " ") {
      buttons.find((one) => one.textContent?.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return createPortal(
    <div ref={list} className="menu" role="menu" aria-label={label} style={place} onKeyDown={onKeyDown}>
      {items.map((item, index) =>
        item === "-" ? <hr key={index} /> : (
          <button
            key={index}
            type="button"
            disabled={item.disabled}
            className={item.danger ? "menu-item menu-danger" : "menu-item"}
            tabIndex={-1}
            role={item.checked === undefined ? "menuitem" : "menuitemcheckbox"}
            aria-checked={item.checked}
            onClick={() => {
              onClose();
              item.run();
            }}
          >
            {item.checked !== undefined
              ? (item.checked ? <Icon name="check" /> : <span className="menu-gap" />)
              : item.icon && <Icon name={item.icon} />}
            <span className="grow">{item.label}{item.hint && <span className="menu-hint">{item.hint}</span>}</span>
            {item.keys && <kbd>{keyHint(item.keys)}</kbd>}
          </button>
        )
      )}
    </div>,
    host,
  );
}
