import { describe, expect, it } from 'vitest';

import { csvOf } from '../../ui/csv';
import { parseTable } from './parse';

describe('a table of entries', () => {
  it('has nickname, address, comment and tags, in this order', () => {
    expect(parseTable('Till 1,123 456 789,By the door,Berlin; Till\nOffice,office@shop')).toEqual([
      { line: 1, nickname: 'Till 1', address: '123456789', comment: 'By the door', tags: ['Berlin', 'Till'] },
      { line: 2, nickname: 'Office', address: 'office@shop' },
    ]);
  });
  it('or in the order that its head says, of any spreadsheet', () => {
    expect(parseTable('\uFEFFTags\tAddress\tName\tFloor\r\n"a;b"\t123-456-789\tTill\t3\r\n')).toEqual([
      { line: 2, nickname: 'Till', address: '123456789', tags: ['a', 'b'] },
    ]);
    expect(parseTable('Address;Nickname\n123456789;Till')[0]).toMatchObject({ nickname: 'Till', address: '123456789' });
  });
  it('calls what has no nickname by its address', () => {
    expect(parseTable('Address\n123456789')[0]).toMatchObject({ nickname: '123456789' });
  });
  it('has mistakes that are named by line', () => {
    expect(parseTable('a,123456789\nb,123 456 789\nc\nd,x@y,,t,5\n"e').map(({ mistake }) => mistake)).toEqual([
      undefined,
      'Stands in line 1 already.',
      'No address.',
      'More than nickname, address, comment and tags.',
      'A quote is not closed, or something stands after it.',
    ]);
  });
  it('that was exported comes back as it was', () => {
    const rows = [["=1+1", 'desk@ad', "'+49, \"30\"", '-a; b'], ['+x', '123456789', "''@", '']];
    expect(parseTable(csvOf([['Nickname', 'Address', 'Comment', 'Tags'], ...rows]))).toEqual([
      { line: 2, nickname: '=1+1', address: 'desk@ad', comment: `'+49, "30"`, tags: ['-a', 'b'] },
      { line: 3, nickname: '+x', address: '123456789', comment: "''@", tags: [] },
    ]);
  });
  it('of ten thousand lines is read at once', () => {
    const text = Array.from({ length: 10_000 }, (_, i) => `Till ${i},${300_000_000 + i},"In, ${i}",a; b; c`).join('\n');
    const start = performance.now();
    expect(parseTable(text)).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
