import type { Element as Drawn, Node as DrawnNode, Handler, Props } from './h.ts';

const svgNamespace = 'http://www.w3.org/2000/svg';
const svgTags = new Set(['svg', 'path', 'circle', 'rect', 'line']);

const handlers = new WeakMap<EventTarget, Record<string, Handler>>();

/** One listener for all events. It looks up the current function when an event arrives. */
const dispatch = (event: Event): void => {
  const target = event.currentTarget;
  if (target !== null) handlers.get(target)?.[event.type]?.(event as unknown as Parameters<Handler>[0]);
};

const listen = (element: Element, now: Record<string, Handler> = {}): void => {
  const before = handlers.get(element) ?? {};
  for (const type of Object.keys(now)) if (!(type in before)) element.addEventListener(type, dispatch);
  for (const type of Object.keys(before)) if (!(type in now)) element.removeEventListener(type, dispatch);
  handlers.set(element, now);
};

/** A field keeps its text until a drawing gives it another value. */
const asProperty = new Set(['value', 'checked', 'selected', 'inert', 'disabled', 'open']);

const setAttribute = (element: Element, name: string, value: Props[string]): void => {
  if (asProperty.has(name)) {
    (element as unknown as Record<string, unknown>)[name] = value ?? (name === 'value' ? '' : false);
  } else if (value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
};

const special = new Set(['key', 'on', 'mounted']);

const setProps = (element: Element, before: Props, now: Props): void => {
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (!special.has(name) && before[name] !== now[name]) setAttribute(element, name, now[name]);
  }
  if (now.on !== undefined || before.on !== undefined) listen(element, now.on);
};

const create = (drawn: DrawnNode, mounted: (() => void)[]): Node => {
  if (typeof drawn === 'string') return document.createTextNode(drawn);
  const element = svgTags.has(drawn.tag)
    ? document.createElementNS(svgNamespace, drawn.tag)
    : document.createElement(drawn.tag);
  for (const child of drawn.children) element.append(create(child, mounted));
  // After the children: a select takes a value only once it has the option.
  setProps(element, {}, drawn.props);
  const { mounted: hook } = drawn.props;
  if (hook !== undefined) mounted.push(() => hook(element));
  return element;
};

const keyOf = (node: DrawnNode): string | undefined =>
  typeof node === 'string' ? undefined : node.props.key;
const isAlike = (a: DrawnNode, b: DrawnNode): boolean =>
  typeof a === 'string' || typeof b === 'string'
    ? typeof a === typeof b
    : a.tag === b.tag && a.props.key === b.props.key;

/** Finds for each new child the old one it continues: the one with its key, or the next alike one without a key. */
const continued = (before: readonly DrawnNode[], now: readonly DrawnNode[]): (number | undefined)[] => {
  const keyed = new Map<string, number>();
  const loose: number[] = [];
  before.forEach((node, index) => {
    const key = keyOf(node);
    if (key === undefined) loose.push(index);
    else keyed.set(key, index);
  });
  return now.map(node => {
    const key = keyOf(node);
    const at = key === undefined ? loose.findIndex(index => isAlike(before[index] ?? '', node)) : -1;
    const index = key === undefined ? loose[at] : keyed.get(key);
    if (key === undefined && at >= 0) loose.splice(0, at + 1);
    return index !== undefined && isAlike(before[index] ?? '', node) ? index : undefined;
  });
};

const patchChildren = (parent: Element, before: Drawn, now: Drawn, mounted: (() => void)[]): void => {
  const nodes = Array.from(parent.childNodes);
  const from = continued(before.children, now.children);
  const kept = new Set(from);
  nodes.forEach((node, index) => {
    if (!kept.has(index)) node.remove();
  });
  now.children.forEach((child, index) => {
    const old = from[index];
    const node = old === undefined ? undefined : nodes[old];
    const drawn =
      old === undefined || node === undefined
        ? create(child, mounted)
        : patch(node, before.children[old] ?? '', child, mounted);
    // Moving an element would take the focus from it.
    const there = parent.childNodes[index];
    if (there !== drawn) parent.insertBefore(drawn, there ?? null);
  });
};

const patch = (node: Node, before: DrawnNode, now: DrawnNode, mounted: (() => void)[]): Node => {
  if (typeof before === 'string' || typeof now === 'string') {
    if (before !== now) node.nodeValue = String(now);
    return node;
  }
  const element = node as Element;
  patchChildren(element, before, now, mounted);
  setProps(element, before.props, now.props);
  return node;
};

/** Draws into an empty element. Later calls change only what differs. */
export const drawInto = (root: Element): ((now: Drawn) => void) => {
  let before: Drawn = { tag: 'root', props: {}, children: [] };
  return now => {
    const whole: Drawn = { tag: 'root', props: {}, children: [now] };
    const mounted: (() => void)[] = [];
    patchChildren(root, before, whole, mounted);
    before = whole;
    for (const hook of mounted) hook();
  };
};
