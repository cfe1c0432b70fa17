import type { ChoiceState } from '../definition.ts';
import { StateFailure } from '../errors.ts';
import type { Json } from '../json.ts';
import { evaluateAs, type Left, leave, type Visit } from './visit.ts';

const isBoolean = (value: Json): value is boolean => typeof value === 'boolean';

/** Takes the first rule whose Condition holds, with its own Output and Assign; else Default. */
export const runChoice = async (visit: Visit, state: ChoiceState): Promise<Left> => {
  for (const [index, rule] of state.choices.entries()) {
    const field = `Choices[${index}]/Condition`;
    if (await evaluateAs(visit, field, rule.condition, { type: 'boolean', fits: isBoolean })) {
      return leave(visit, rule, {}, visit.input);
    }
  }
  if (state.default === undefined) {
    throw new StateFailure({
      error: 'States.NoChoiceMatched',
      cause: `No choice rule of the state '${state.name}' matched, and it has no Default.`,
    });
  }
  return leave(visit, { ...state, next: state.default }, {}, visit.input);
};
