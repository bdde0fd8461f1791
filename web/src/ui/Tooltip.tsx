import { useEffect, useRef } from "react";

/** One floating tip for the whole page: any element with data-tip (and data-tip-keys) shows it on hover or keyboard focus. Mounted once. */
export function TooltipLayer() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = () => {
      clearTimeout(timer);
      ref.current!.hidden = true;
    };
    const show = (target: Element) => {
      const tip = ref.current!;
      const host = target.closest("dialog") ?? document.body;
      if (tip.parentElement !== host) host.append(tip);
      tip.replaceChildren(target.getAttribute("data-tip") ?? "");
      const keys = target.getAttribute("data-tip-keys");
      if (keys) tip.append(Object.assign(document.createElement("kbd"), { textContent: keys }));
      tip.hidden = false;
      const at = target.getBoundingClientRect();
      const { width, height } = tip.getBoundingClientRect();
      tip.style.left = `${Math.max(4, Math.min(at.left + at.width / 2 - width / 2, innerWidth - width - 4))}px`;
      tip.style.top = `${at.bottom + 6 + height > innerHeight ? at.top - height - 6 : at.bottom + 6}px`;
    };
    const over = (event: Event) => {
      const target = event.target instanceof Element ? event.target.closest("[data-tip]") : null;
      hide();
      if (!target) return;
      if (event.type === "focusin" && !target.matches(":focus-visible")) return;
      timer = setTimeout(() => target.isConnected && show(target), event.type === "focusin" ? 0 : 450);
    };
    const events: [string, (event: Event) => void][] = [
      ["pointerover", over],
      ["focusin", over],
      ["pointerdown", hide],
      ["keydown", hide],
      ["scroll", hide],
    ];
    for (const [name, listener] of events) addEventListener(name, listener, true);
    return () => {
      hide();
      for (const [name, listener] of events) removeEventListener(name, listener, true);
    };
  }, []);
  return <div ref={ref} className="tip" role="presentation" hidden />;
}
