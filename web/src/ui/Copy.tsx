import { useState } from "react";
import { IconButton } from "./Button.tsx";
import { toast } from "./Toast.tsx";

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // an insecure origin, or the person said no
  }
}

export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    if (!await copyText(text)) {
      return toast({ kind: "bad", text: "The browser did not allow copying: select the text and copy it." });
    }
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <IconButton
      label={done ? "Copied" : label}
      icon={done ? "check" : "copy"}
      size="s"
      onClick={() => void copy()}
    />
  );
}

/** Code to take along. */
export function Code({ text, label }: { text: string; label: string }) {
  return (
    <div className="code">
      <pre tabIndex={0} aria-label={label}>{text}</pre>
      <CopyButton text={text} label={`Copy ${label}`} />
    </div>
  );
}

/** An id, a digest or a key: shown short or whole, copied whole. */
export function CopyValue({ text, short, label }: { text: string; short?: number; label: string }) {
  return (
    <span className="row copy-value">
      <code className="truncate">{short ? text.slice(0, short) : text}</code>
      <CopyButton text={text} label={`Copy ${label}`} />
    </span>
  );
}
