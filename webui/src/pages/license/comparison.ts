import type { Feature } from '../../api/client';
import type { License } from '../../api/license';

// What every license has, and what not every one has; in the order of the table.
const rows = [
  'users',
  'clients',
  'team',
  'invite_users',
  'user_roles',
  'organization',
  'user_providers',
  'create_users',
  'roles',
  'groups',
  'permission_sets',
] as const satisfies readonly (Feature | 'users' | 'clients')[];
export type Row = (typeof rows)[number];

const isFeature = (row: Row): row is Feature => row !== 'users' && row !== 'clients';

// Which license has what: one column a tier, in their order.
export function compare(tiers: License['tiers']): { row: Row; has: boolean[] }[] {
  return rows.map((row) => ({ row, has: tiers.map(({ features }) => !isFeature(row) || features.includes(row)) }));
}
