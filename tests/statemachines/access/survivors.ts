/**
 * Mutants that nothing finds out, with the reason why that is no gap: they behave the same, or differ in what
 * nobody can notice. A survivor that is not here fails the test, and so does an entry that no longer survives.
 */
export const survivors: Readonly<Record<string, string>> = {};
