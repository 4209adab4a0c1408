// What a license leaves of somebody's rights. Pure; the appliance decides, whatever this says.
import type { Feature, Level, Me, Section } from '../api/client';

export type Licensed = Pick<Me, 'access' | 'features'>;

// Sections that not every license has. Roles are none: who has which is seen, and asked for, in all of them.
const featureOf: Partial<Record<Section, Feature>> = { groups: 'groups', permission_sets: 'permission_sets' };

export function isLicensed({ features }: Pick<Me, 'features'>, section: Section): boolean {
  const feature = featureOf[section];
  return feature === undefined || features.includes(feature);
}

export function accessOf(me: Licensed, section: Section): Level {
  return isLicensed(me, section) ? me.access[section] : 'none';
}
