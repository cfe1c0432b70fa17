import { Logger } from '@aws-lambda-powertools/logger';

/** Fields are ids, names and codes. Never a payload, a token or free text. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

export const createLog = (): Log => {
  const logger = new Logger();
  return {
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}) => logger.warn(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
  };
};

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
