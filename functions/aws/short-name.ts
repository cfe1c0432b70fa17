import { createHash } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const hashedBytes = 15;
const bitsOfOne = 5n;

/**
 * One form of name for whatever Curfew makes in AWS: 31 characters, for a permission set's may have 32 and a request id has
 * up to 80. The same parts always give the same name, so that a retry finds what an earlier attempt made.
 * Source: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html
 */
export const shortName = (...parts: string[]): string => {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, hashedBytes);
  let rest = BigInt(`0x${hash.toString('hex')}`);
  let text = '';
  for (let bits = hashedBytes * 8; bits > 0; bits -= Number(bitsOfOne)) {
    text = `${alphabet[Number(rest % 32n)]}${text}`;
    rest >>= bitsOfOne;
  }
  return `curfew-${text}`;
};
