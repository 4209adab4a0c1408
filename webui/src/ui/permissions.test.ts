import { expect, it } from 'vitest';

import document from '../../../appliance/portal/openapi.json';
import { available, names, unavailable } from './permissions';

it('are those of the API, and unavailable as it says', () => {
  const { Permission } = document.components.schemas;
  expect(Object.keys(names)).toEqual(Permission.enum);
  expect(unavailable).toEqual(Permission['x-gatehouse-unavailable']);
  expect(available).toEqual(Permission.enum.filter((name) => !Permission['x-gatehouse-unavailable'].includes(name)));
});
