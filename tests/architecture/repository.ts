export interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}
export interface Lock {
  packages: Record<string, { resolved?: string; license?: string; dev?: boolean }>;
}

const exact = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.-]+)?$/;

/** `name version` of each dependency that is not pinned to one version. */
export function unpinned({ dependencies = {}, devDependencies = {} }: Manifest): string[] {
  return [...Object.entries(dependencies), ...Object.entries(devDependencies)]
    .filter(([, version]) => !exact.test(version))
    .map(([name, version]) => `${name} ${version}`);
}

const permitted = new Set(['MIT', 'MIT-0', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']);

/** `name licence` of each package we ship, directly or not, whose licence is none of the permissive ones. */
export function foreignLicences({ packages }: Lock): string[] {
  return Object.entries(packages)
    .filter(([path, { dev, license }]) => path !== '' && !dev && !permitted.has(license ?? ''))
    .map(([path, { license }]) => `${path} ${license ?? 'without a licence'}`);
}

/** Packages whose address would tie an installation to one registry. */
export function tiedToRegistry({ packages }: Lock): string[] {
  return Object.entries(packages)
    .filter(([, { resolved }]) => resolved?.startsWith('http'))
    .map(([path]) => path);
}

// Put together from parts, so that this file does not find itself.
const machinePath = new RegExp(
  ['/wo' + 'rk/', '/tmp/ba' + 'sh_jobs', '/ro' + 'ot/', '/Us' + 'ers/'].join('|'),
);
const unfinished = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME'].join('|')})\\b`);

/** Lines that name a directory of the machine they were written on. */
export const machinePaths = (path: string, text: string): string[] => matchingLines(path, text, machinePath);

/** Lines that say they are not finished. */
export const unfinishedMarks = (path: string, text: string): string[] =>
  matchingLines(path, text, unfinished);

function matchingLines(path: string, text: string, pattern: RegExp): string[] {
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : []));
}
