import { expect, it } from 'vitest';

import { csvOf, fieldsOf, withoutApostrophe } from './csv';

it('what is written for a spreadsheet holds no formula', () => {
  const evil = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r1', 'x;=1; @a;c=d', 'a"b'];
  expect(csvOf([evil])).toBe(`"'=1+1","'+1","'-1","'@SUM(A1)","'\t'=1","'\r1","x;'=1; '@a;c=d","a""b"\r\n`);
});

it('what was written for a spreadsheet is read as it was', () => {
  const evil = ['=1+1', "'=1+1", "''-1", "'quoted'", "'", '@a', '+49 30', '-', 'plain', 'a,"b"', "x;=1;'-2; ''@a", '\t=1'];
  const [line = ''] = csvOf([evil]).split('\r\n');
  expect(fieldsOf(line, ',')?.map(withoutApostrophe)).toEqual(evil);
});
