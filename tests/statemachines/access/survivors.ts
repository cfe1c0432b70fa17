/**
 * Mutants that nothing finds out, with the reason why that is no gap: they behave the same, or differ in what
 * nobody can notice. A survivor that is not here fails the test, and so does an entry that no longer survives.
 */
/** Five rounds of waiting are 6,000 attempts and 50 hours: too long to play for each mutant. */
const tooLong = 'found out by tests/soak/hundred-rounds.test.ts, which plays them once';

export const survivors: Readonly<Record<string, string>> = {
  'Hold to the end/Catch[1] Next → Wait a moment': 'the same, a second later',
  'Revoke/Catch[1] without Assign waitedRounds': tooLong,
  'Revoke/expression + 1 → + 0 no. 0': tooLong,
};
