/** asl-validator ships no types. */
declare module 'asl-validator' {
  const validate: (definition: object) => { isValid: boolean; errorsText: (separator?: string) => string };
  export default validate;
}
