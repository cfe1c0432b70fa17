import { stepsOf } from '../../steps.ts';
import type { Step, StepName } from '../../view.ts';
import { type Element, h } from '../dom/h.ts';
import { cross, moon, tick } from '../icons.ts';
import { type App, requestShown } from '../ui.ts';
import { drawCoach } from './coach.ts';
import { drawFaults } from './faults.ts';

const labels: Record<StepName, string> = {
  ask: 'Ask',
  approve: 'Approve',
  access: 'Access appears',
  warning: 'Warning',
  gone: 'Gone',
};

const sign = (step: Step, index: number): Element =>
  h(
    'span.sign',
    { 'aria-hidden': 'true' },
    step.is === 'done' ? tick() : step.is === 'failed' ? cross() : String(index + 1),
  );

const drawStep = (step: Step, index: number): Element =>
  h(
    'li.step',
    { key: step.name, class: step.is, 'aria-current': step.is === 'now' ? 'step' : undefined },
    sign(step, index),
    h('span.label', {}, step.note ?? labels[step.name]),
    h('span.aside', {}, step.is === 'done' ? ' (done)' : step.is === 'skipped' ? ' (not needed)' : ''),
  );

/** What was seen of the request so far, what to do next, and how to break it. */
export const drawTop = (app: App): Element =>
  h(
    'header.top',
    {},
    h('h1', {}, moon(), 'Curfew'),
    h(
      'div.guide',
      {},
      h(
        'ol.steps',
        { 'aria-label': 'Steps' },
        (requestShown(app)?.steps ?? stepsOf(undefined)).map(drawStep),
      ),
      drawCoach(app),
    ),
    drawFaults(app),
  );
