import { parseArgs } from 'node:util';
import { type SectionName, sectionNames } from './sections.ts';

export type Options = {
  /** Exit with 1 when a figure that is the same in every run is over its budget. */
  check: boolean;
  only: SectionName[];
};

const isName = (name: string): name is SectionName => sectionNames.some(known => known === name);

/** @throws TypeError or RangeError for an unknown option or section */
export const readOptions = (args: string[]): Options => {
  const { values } = parseArgs({
    args,
    options: { check: { type: 'boolean', default: false }, only: { type: 'string' } },
  });
  const named = values.only?.split(',').map(name => name.trim()) ?? sectionNames;
  const only = named.filter(isName);
  const unknown = named.filter(name => !isName(name));
  if (unknown.length > 0)
    throw new RangeError(`There is no section ${unknown.join(', ')}: ${sectionNames.join(', ')}`);
  return { check: values.check, only };
};
