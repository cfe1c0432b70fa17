import { budgets } from './budgets.ts';
import { bundlesSection } from './bundles/section.ts';
import { clicksSection } from './clicks/section.ts';
import { coldSection } from './cold/section.ts';
import { handlersSection, manySection, monthSection } from './engine/section.ts';
import type { Section } from './report.ts';
import { requestsSection } from './requests/section.ts';
import { stormSection } from './storm/section.ts';
import { sweeperSection } from './sweeper/section.ts';

/** In the order they are printed. All of them together take about a minute on two cores. */
export const sections = {
  bundles: () => bundlesSection({ loads: 9 }),
  clicks: () => clicksSection(),
  transitions: () => requestsSection(),
  month: () => monthSection({ times: 5 }),
  grants: () => manySection({ grants: budgets.openGrants }),
  handlers: () => handlersSection({ grants: 40 }),
  sweeper: () => sweeperSection({ live: 10_000, untold: 10_000, stuck: 1_000 }),
  storm: () => stormSection({ grants: 1_000 }),
  cold: () => coldSection({ clicks: 5 }),
} as const satisfies Record<string, () => Promise<Section>>;

export type SectionName = keyof typeof sections;

export const sectionNames = Object.keys(sections) as SectionName[];
