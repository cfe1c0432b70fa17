import type { Act, Done } from '../acts.ts';

export type { Act };

/** Asks the server to do one thing. Throws when the server does not answer. */
export const send = async (act: Act): Promise<Done> => {
  const response = await fetch('/api/do', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(act),
  });
  return (await response.json()) as Done;
};
