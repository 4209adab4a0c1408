import { describe, expect, it } from 'vitest';

import { bestFirst, marked, markedId, matches, type Piece } from './match';

const shown = (pieces: Piece[]) => pieces.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');

describe('matches', () => {
  it.each([
    ['Permission Sets', 'perm', true],
    ['Permission Sets', 'sets perm', true],
    ['Permission Sets', 'sets x', false],
    ['Permission Sets', '  ', false],
    ['Über uns', 'über', true],
    ['a+b', '+', true],
  ])('%s by %s: %s', (text, typed, found) => expect(matches(text, typed)).toBe(found));
});

describe('marked', () => {
  it.each([
    ['Reception desk', 'desk', 'Reception [desk]'],
    ['Reception desk', 'DESK rec', '[Rec]eption [desk]'],
    ['Reception desk', 'reception d', '[Reception d]esk'],
    ['aaa', 'aa', '[aa]a'],
    ['Reception', 'x', 'Reception'],
    ['Reception', '', 'Reception'],
    ['<b>x</b>', '<b>', '[<b>]x</b>'],
    ['İstanbul', 'stan', 'İstanbul'], // its small form is longer: nothing marked rather than something wrong
    ['', 'x', ''],
  ])('%s by %s', (text, typed, pieces) => expect(shown(marked(text, typed))).toBe(pieces));
});

describe('markedId', () => {
  it.each([
    ['123 456', '[123 456] 789'],
    ['12345', '[123 45]6 789'],
    ['456-7', '123 [456 7]89'],
    ['999', '123 456 789'],
    ['desk', '123 456 789'],
  ])('by %s', (typed, pieces) => {
    expect(shown(markedId('123\u00a0456\u00a0789', typed)).replaceAll('\u00a0', ' ')).toBe(pieces);
  });
});

it('puts first what begins with it', () => {
  expect(bestFirst(['old desk', 'Desk 2', 'desk 1'], (name) => name, 'desk')).toEqual(['Desk 2', 'desk 1', 'old desk']);
});
