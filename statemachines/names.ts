/** The Lambdas that are deployed; each has a file of this name in `functions/` and an IAM role of its own. */
export const lambdaNames = ['slack', 'open', 'ask', 'grant', 'revoke', 'notify', 'sweep'] as const;
export type LambdaName = (typeof lambdaNames)[number];

/** The tables of the ledger; `functions/ledger/tables.json` defines them. */
export const tableNames = ['requests', 'holdings', 'audit', 'projects'] as const;
export type TableName = (typeof tableNames)[number];

/** `requests` → `Requests`, as names in a template begin. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
