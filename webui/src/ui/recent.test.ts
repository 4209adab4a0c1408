import { expect, it } from 'vitest';

import { readVisits, withVisit } from './recent';

const visit = (number: number) => ({ to: `/clients/${number}`, name: `Machine ${number}` });

it('has the latest first, each once, and not many', () => {
  let visits = [1, 2, 3].reduce((all, number) => withVisit(all, visit(number)), readVisits(undefined));
  visits = withVisit(visits, { to: '/clients/1', name: 'Renamed' });
  expect(visits).toEqual([{ to: '/clients/1', name: 'Renamed' }, visit(3), visit(2)]);
  for (let number = 10; number < 30; number += 1) visits = withVisit(visits, visit(number));
  expect(visits).toHaveLength(8);
});

it.each([
  ['no list', { to: '/clients/1', name: 'x' }],
  ['another origin', [{ to: '//evil.example/x', name: 'x' }]],
  ['a scheme', [{ to: 'javascript:alert(1)', name: 'x' }]],
  ['a viewer', [{ to: '/connect/1/2', name: 'x' }]],
  ['no name', [{ to: '/clients/1' }, { to: '/clients/1', name: '' }]],
  ['other types', [{ to: 1, name: 2 }, null, 'x', 7]],
])('reads nothing from %s', (_, kept) => expect(readVisits(kept)).toEqual([]));

it('cuts what is too long', () => {
  expect(readVisits([{ to: '/users/1', name: 'x'.repeat(900) }])[0]?.name).toHaveLength(200);
});
