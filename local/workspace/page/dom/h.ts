/** What handlers use of an event; the page has no other need of the DOM's own types. */
export type UiEvent = {
  readonly key?: string;
  readonly shiftKey?: boolean;
  readonly ctrlKey?: boolean;
  readonly metaKey?: boolean;
  readonly isComposing?: boolean;
  readonly currentTarget: unknown;
  readonly target: unknown;
  preventDefault(): void;
  stopPropagation(): void;
};
export type Handler = (event: UiEvent) => void;

export type Props = {
  /** Tells siblings apart across drawings. */
  key?: string;
  on?: Record<string, Handler>;
  /** Called once, when the element is in the page. */
  mounted?: (element: unknown) => void;
  [attribute: string]:
    | string
    | number
    | boolean
    | undefined
    | Record<string, Handler>
    | ((element: unknown) => void);
};

/** A drawing of an element: plain data, so that what a block looks like is a function that can be tested. */
export type Element = { tag: string; props: Props; children: Node[] };
/** Text stays text: nothing reads it as HTML. */
export type Node = Element | string;
export type Child = Node | number | false | null | undefined | readonly Child[];

const flat = (children: readonly Child[]): Node[] =>
  children.flatMap((child): Node[] => {
    if (child === false || child === null || child === undefined || child === '') return [];
    if (typeof child === 'number') return [String(child)];
    if (typeof child === 'string') return [child];
    return Array.isArray(child) ? flat(child) : [child as Element];
  });

/** Draws `tag`, e.g. `button.primary` for a class at once. */
export const h = (tag: string, props: Props = {}, ...children: Child[]): Element => {
  const [name = '', ...classes] = tag.split('.');
  const all = [...classes, typeof props.class === 'string' ? props.class : ''].filter(Boolean).join(' ');
  return { tag: name, props: { ...props, ...(all !== '' && { class: all }) }, children: flat(children) };
};

/** All text in a drawing, in order. */
export const textOf = (node: Node): string =>
  typeof node === 'string' ? node : node.children.map(textOf).join('');
