import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { KeyPath, Problem } from './problem.ts';
import { keyOf } from './problem.ts';

/** The file as plain data; `at` says where a key is. */
export type ReadYaml =
  | { ok: true; data: unknown; at(path: KeyPath, message: string): Problem }
  | { ok: false; problems: Problem[] };

/** Larger than any real file; DynamoDB holds one item of 400 kB in the end. */
const longestFile = 1_000_000;
const mostAliases = 100;

const hints: Record<string, string> = {
  TAB_AS_INDENT: 'indent with spaces, not tabs',
  DUPLICATE_KEY: 'this key appears here twice. Keep one of them',
  BAD_INDENT: 'the indentation does not line up with the lines around it',
};

/** Offset of the deepest part of `path` that exists: its key, or the list entry itself. */
const offsetOf = (document: Document, path: KeyPath): number => {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        item => (isScalar(item.key) ? String(item.key.value) : undefined) === String(key),
      );
      if (pair === undefined) return offset;
      offset = (pair.key as Node | null)?.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number') {
      node = node.items[key];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
};

const dataOf = (document: Document): { data: unknown } | { problem: string } => {
  try {
    return { data: document.toJS({ maxAliasCount: mostAliases }) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const bomb = message.startsWith('Excessive alias count');
    return {
      problem: bomb ? 'the aliases in this file expand to far too much. Write the values out' : message,
    };
  }
};

/** Reads YAML 1.2 without custom tags, and with few aliases. `file`: its name in the problems. Never throws. */
export const readYaml = (text: string, file: string): ReadYaml => {
  const lines = new LineCounter();
  const place = (offset: number, key: string, message: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col), key, message };
  };
  const refuse = (message: string): ReadYaml => ({
    ok: false,
    problems: [{ file, line: 1, column: 1, key: '', message }],
  });
  if (text.length > longestFile) return refuse(`the file is too large: ${text.length} characters`);
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const [document, second] = 'empty' in documents ? [] : documents;
  if (document === undefined || document.contents === null) {
    return refuse('the file is empty. Start from access.example.yml');
  }
  const errors = documents.flatMap(each => each.errors);
  if (errors.length > 0) {
    const problems = errors.map(({ pos, code, message }) => place(pos[0], '', hints[code] ?? message));
    return { ok: false, problems };
  }
  if (second !== undefined) return refuse('the file holds several documents (`---`). Keep one');
  const read = dataOf(document);
  if ('problem' in read) return refuse(read.problem);
  return {
    ok: true,
    data: read.data,
    at: (path, message) => place(offsetOf(document, path), keyOf(path), message),
  };
};
