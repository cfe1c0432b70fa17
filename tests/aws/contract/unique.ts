let names = 0;

/** A name that no other test has, in an emulator that all of them share. */
export const unique = (word: string): string => {
  names += 1;
  return `${word}-${process.pid}-${names}`;
};
