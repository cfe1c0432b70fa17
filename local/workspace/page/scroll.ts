/** Keeps growing lists at their newest line, unless someone scrolled up to read. */
export const keepAtEnd = (): (() => void) => {
  const before = new Map(all().map(element => [element, isAtEnd(element)]));
  return () => {
    for (const element of all()) if (before.get(element) ?? true) element.scrollTop = element.scrollHeight;
  };
};

const all = (): Element[] => Array.from(document.querySelectorAll('[data-scroll="end"]'));

const isAtEnd = ({ scrollHeight, scrollTop, clientHeight }: Element): boolean =>
  scrollHeight - scrollTop - clientHeight < 80;
