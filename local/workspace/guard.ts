/** The parts of a request's headers that say where it comes from. */
export type Origins = { host?: string | undefined; origin?: string | undefined };

const names = ['127.0.0.1', 'localhost'];

/**
 * Whether a page other than ours may be behind this request: a foreign name that resolves to 127.0.0.1 shows in
 * `Host`, a foreign page's script in `Origin`. Source: https://owasp.org/www-community/attacks/DNS_Rebinding
 */
export const isForeign = ({ host, origin }: Origins, port: number): boolean => {
  const ours = names.map(name => `${name}:${port}`);
  if (host === undefined || !ours.includes(host.toLowerCase())) return true;
  return origin !== undefined && !ours.map(one => `http://${one}`).includes(origin.toLowerCase());
};

/** Nothing but our own files, and no network beyond our own origin. */
export const safeHeaders: Record<string, string> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};
