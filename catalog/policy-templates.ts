import list from '../policies/S3ListPolicy.json' with { type: 'json' };
import read from '../policies/S3ReadOnlyPolicy.json' with { type: 'json' };
import readWrite from '../policies/S3ReadWritePolicy.json' with { type: 'json' };
import type { Reporter } from './reporter.ts';
import type { AccessFile } from './schema.ts';
import { readYaml } from './yaml.ts';

/** Those that every access.yml may name, as JSON. */
const shipped: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ S3ReadOnlyPolicy: read, S3ReadWritePolicy: readWrite, S3ListPolicy: list }).map(
    ([name, policy]) => [name, JSON.stringify(policy)],
  ),
);

/** Paths of files that stand beside access.yml → their texts. */
export type Files = Readonly<Record<string, string>>;

/** Templates by name, as JSON: those shipped and those of access.yml. A file that is not there goes to `report`. */
export const policyTemplates = (
  file: AccessFile,
  files: Files,
  report: Reporter,
): Readonly<Record<string, string>> => {
  const own: Record<string, string> = {};
  for (const [name, path] of Object.entries(file.policy_templates ?? {})) {
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    if (text !== undefined) own[name] = text;
    else report.problem(['policy_templates', name], `there is no file ${path} beside access.yml`);
  }
  return { ...shipped, ...own };
};

const isText = (value: unknown): value is string => typeof value === 'string';

/** The files that an access.yml names, by their paths; none where it cannot be read. */
export const filesNamed = (text: string): string[] => {
  const yaml = readYaml(text, 'access.yml');
  const named = yaml.ok ? (yaml.data as { policy_templates?: unknown } | null)?.policy_templates : undefined;
  return typeof named === 'object' && named !== null ? Object.values(named).filter(isText) : [];
};
