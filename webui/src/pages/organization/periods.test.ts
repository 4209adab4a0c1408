import { expect, it } from 'vitest';

import { daysInWords, periods } from './periods';

it('offers what is set, also when it is none of the usual periods', () => {
  expect(periods(null)[0]).toBeNull();
  expect(periods(365)).toEqual(periods(null));
  expect(periods(45).slice(0, 4)).toEqual([null, 30, 45, 90]);
});

it('says periods as people do', () => {
  expect([null, 1, 90, 365, 730].map(daysInWords)).toEqual(['For ever', '1 day', '90 days', '1 year', '2 years']);
});
