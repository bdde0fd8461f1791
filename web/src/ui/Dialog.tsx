import { type FormEvent, type ReactNode, useEffect, useId, useRef } from "react";
import type { ApiError } from "../api/error.ts";
import { Button, IconButton } from "./Button.tsx";
import { Notice } from "./Notice.tsx";

export interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
  /** given, the dialog is a form: Enter submits */
  onSubmit?: () => void;
}

/** The platform's modal dialog: it keeps the focus, closes on Esc and gives the focus back. */
export function Dialog({ title, onClose, children, footer, wide, onSubmit }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current!;
    const before = document.activeElement;
    dialog.showModal();
    (dialog.querySelector<HTMLElement>("[autofocus], .dialog-body input, .dialog-body select, .dialog-body textarea") ??
      dialog).focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  const content = (
    <>
      <header className="dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton label="Close" icon="close" size="s" onClick={onClose} />
      </header>
      <div className="dialog-body">{children}</div>
      {footer && <footer className="dialog-foot">{footer}</footer>}
    </>
  );
  return (
    <dialog
      ref={ref}
      className={wide ? "dialog dialog-wide" : "dialog"}
      aria-labelledby={id}
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => event.target === ref.current && onClose()}
    >
      {onSubmit
        ? <form className="dialog-box" onSubmit={submit} noValidate>{content}</form>
        : <div className="dialog-box">{content}</div>}
    </dialog>
  );
}

export interface ConfirmProps {
  title: string;
  children: ReactNode;
  action: string;
  /** typing this text is asked first, for what cannot be undone */
  typed?: { value: string; onChange: (text: string) => void; expected: string };
  busy?: boolean;
  error?: ApiError | null;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog({ title, children, action, typed, busy, error, onConfirm, onClose }: ConfirmProps) {
  const ready = !typed || typed.value === typed.expected;
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={() => ready && onConfirm()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" type="submit" disabled={!ready} busy={busy}>{action}</Button>
        </>
      }
    >
      <div className="stack-wide">
        <div>{children}</div>
        {typed && (
          <label className="stack">
            <span>
              Type <strong>{typed.expected}</strong> to confirm
            </span>
            <input
              className="input"
              value={typed.value}
              onChange={(event) => typed.onChange(event.target.value)}
              autoComplete="off"
            />
          </label>
        )}
        {error && <Notice kind="bad" title={error.title}>{error.problem.detail}</Notice>}
      </div>
    </Dialog>
  );
}
