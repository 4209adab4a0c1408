import { describe, expect, it } from 'vitest';

import { parseLines } from './parse';

const emails = (text: string) => parseLines(text).map(({ email, mistake }) => mistake ?? email);
const rows = (text: string) => parseLines(text).map(({ email, first_name, last_name }) => [email, first_name, last_name]);

describe('a list of addresses', () => {
  it('is split at line breaks, commas, semicolons and blanks', () => {
    expect(emails('a@x.org\nb@x.org\r\n\r\nc@x.org; d@x.org,e@x.org f@x.org;')).toEqual(
      ['a@x.org', 'b@x.org', 'c@x.org', 'd@x.org', 'e@x.org', 'f@x.org'],
    );
    expect(parseLines('a@x.org\n\nb@x.org').map(({ line }) => line)).toEqual([1, 3]);
    expect(parseLines(' \n ')).toEqual([]);
  });
  it('takes nobody twice', () => {
    expect(emails('a@x.org\nb@x.org\nA@X.ORG')).toEqual(['a@x.org', 'b@x.org', 'Stands in line 1 already.']);
  });
  it('says which line has none', () => {
    expect(parseLines('a@x.org\nTom')[1]).toMatchObject({ line: 2, email: 'Tom', mistake: 'No e-mail address.' });
  });
});

describe('a CSV', () => {
  it('has e-mail address, first and last name, in this order', () => {
    expect(rows('a@x.org,Ann,Arbor\nb@x.org\nc@x.org,,Cole')).toEqual([
      ['a@x.org', 'Ann', 'Arbor'], ['b@x.org', '', ''], ['c@x.org', '', 'Cole'],
    ]);
  });
  it('or in the order that its head says, of any spreadsheet', () => {
    expect(rows('\uFEFFLast Name;First Name;E-Mail;Phone\r\nArbor;Ann;a@x.org;=1+1\r\n')).toEqual([['a@x.org', 'Ann', 'Arbor']]);
    expect(rows('Vorname\tNachname\tEmail\nAnn\tArbor\ta@x.org')).toEqual([['a@x.org', 'Ann', 'Arbor']]);
  });
  it('may follow addresses that are separated in another way', () => {
    expect(rows('b@x.org; c@x.org\na@x.org,Ann,Arbor')).toEqual([['b@x.org', '', ''], ['c@x.org', '', ''], ['a@x.org', 'Ann', 'Arbor']]);
  });
  it('has quotes, in which everything is text', () => {
    expect(rows('"a@x.org","Ann ""Andy""","Arbor, Jr."\n"b@x.org","B\nB","=cmd()"')).toEqual([
      ['a@x.org', 'Ann "Andy"', 'Arbor, Jr.'], ['b@x.org', 'B\nB', '=cmd()'],
    ]);
    expect(parseLines('email,first\n"a@x.org","A\nA"\nb@x.org,B').map(({ line }) => line)).toEqual([2, 4]);
  });
  it('has mistakes that are named by line', () => {
    expect(emails('a@x.org,A,B,C\nb@x.org,"B" C\nc@x.org,"C')).toEqual([
      'More than e-mail address, first and last name.',
      'A quote is not closed, or something stands after it.',
      'A quote is not closed, or something stands after it.',
    ]);
  });
  it('of ten thousand lines is read at once', () => {
    const text = Array.from({ length: 10_000 }, (_, i) => `user${i}@x.org,Name ${i},"Last, ${i}"`).join('\n');
    const start = performance.now();
    expect(parseLines(text)).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
