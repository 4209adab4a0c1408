import { expect, it } from 'vitest';

import { filterOf, readChoice, writeChoice } from './filter';

it('a link keeps search and tags, and nothing else', () => {
  const choice = readChoice(new URLSearchParams('search=till&tag=Berlin&tag=a%20b&tag=BERLIN&other=1'));
  expect(choice).toEqual({ search: 'till', tags: ['Berlin', 'a b'] });
  expect(writeChoice(choice).toString()).toBe('search=till&tag=Berlin&tag=a+b');
  expect(readChoice(new URLSearchParams('tag=,;&tag='))).toEqual({ search: '', tags: [] });
  expect(filterOf({ search: '123 456 789', tags: [] }).search).toBe('123456789');
});
