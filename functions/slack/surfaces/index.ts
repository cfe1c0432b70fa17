import { commandSurface } from './command.ts';
import { decisionSurface } from './decision.ts';
import { grantSurface } from './grant.ts';
import { homeSurface } from './home.ts';
import { requestSurface } from './request.ts';
import { securitySurface } from './security.ts';
import type { Surface } from './surface.ts';

export const surfaces: readonly Surface[] = [
  requestSurface,
  commandSurface,
  decisionSurface,
  grantSurface,
  homeSurface,
  securitySurface,
];
