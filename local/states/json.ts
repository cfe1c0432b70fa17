export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json;
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Bytes of input, output or result a state may carry. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const payloadLimit = 262_144;

export const isTooLarge = (text: string): boolean =>
  text.length * 3 > payloadLimit && Buffer.byteLength(text) > payloadLimit;

/** The value as JSON text; what JSON cannot carry (undefined, a function) is `null`, as a Lambda runtime does. */
export const toText = (value: unknown): string => JSON.stringify(value) ?? 'null';

export const fromText = (text: string): Json => JSON.parse(text) as Json;
