declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Source: https://github.com/architect/dynalite#api */
  export default function dynalite(options?: {
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
    path?: string;
  }): Server;
}
