import { StatesApiError } from './errors.ts';

interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

const defaultSize = 100;
const largestSize = 1000;

const startOf = (token: string | undefined): number => {
  if (token === undefined) return 0;
  const start = Number(Buffer.from(token, 'base64url').toString());
  if (token !== '' && Number.isSafeInteger(start) && start > 0) return start;
  throw new StatesApiError('InvalidToken', `Invalid Token: 'Invalid token'`);
};

/** One page, 100 items unless told otherwise, 1,000 at most; 0 is the default. */
export const page = <T>(items: readonly T[], { maxResults = 0, nextToken }: PageRequest) => {
  const start = startOf(nextToken);
  const size = maxResults === 0 ? defaultSize : Math.min(maxResults, largestSize);
  const end = start + size;
  return {
    items: items.slice(start, end),
    ...(end < items.length && { nextToken: Buffer.from(String(end)).toString('base64url') }),
  };
};
