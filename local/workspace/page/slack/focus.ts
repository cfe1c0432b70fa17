const reachable = 'input, select, textarea, button, [tabindex]';

/** Puts the focus into a dialog that just opened: its first field, or else its first button. */
export const keepFocus = (element: unknown): void => {
  const dialog = element as HTMLElement;
  const first =
    dialog.querySelector<HTMLElement>('.blocks input, .blocks select, .blocks textarea') ??
    dialog.querySelector<HTMLElement>('footer button:last-child');
  first?.focus();
  dialog.addEventListener('keydown', event => {
    if (event.key !== 'Tab') return;
    const all = Array.from(dialog.querySelectorAll<HTMLElement>(reachable)).filter(each => !each.hidden);
    const edge = event.shiftKey ? all[0] : all.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0])?.focus();
  });
};
