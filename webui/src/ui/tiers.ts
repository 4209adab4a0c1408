// The license tiers, the smallest first. Their names are the same in every language.
import type { Tier } from '../api/client';

export const tierNames: Readonly<Record<Tier, string>> = { standard: 'Standard', advanced: 'Advanced', ultimate: 'Ultimate' };
export const tiers = Object.keys(tierNames) as Tier[];

// Who has a smaller license is a team, not an organization.
export const makesTeam = (tier: Tier): boolean => tier !== 'ultimate';
