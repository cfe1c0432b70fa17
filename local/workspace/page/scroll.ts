/** Keeps a conversation at its newest message, unless someone scrolled up to read. */
export const keepAtEnd = (): (() => void) => {
  const before = document.querySelector('[data-scroll="end"]');
  const wasAtEnd = before === null || before.scrollHeight - before.scrollTop - before.clientHeight < 80;
  return () => {
    const now = document.querySelector('[data-scroll="end"]');
    if (now !== null && (wasAtEnd || now !== before)) now.scrollTop = now.scrollHeight;
  };
};
