import { describe, expect, it } from 'vitest';

import { CHORDS, FUNCTION_KEYS, keysymOf, MODIFIERS, press, SINGLE_KEYS, type } from './keys';
import { difference } from './typedText';
import { isLeaveChord } from './useFocusModel';

function recorder() {
  const sent: string[] = [];
  return {
    sent,
    sendKey(keysym: number, code: string | null, down?: boolean) {
      sent.push(`${down === undefined ? '' : down ? '+' : '-'}${code ?? `0x${keysym.toString(16)}`}`);
    },
  };
}

describe('keys', () => {
  it('press a chord in order and let go in the other', () => {
    const keyboard = recorder();
    press(keyboard, CHORDS[0]!.keys);
    expect(keyboard.sent).toEqual(['+ControlLeft', '+AltLeft', '+Delete', '-Delete', '-AltLeft', '-ControlLeft']);
  });

  it('have each their own keysym', () => {
    const all = [...Object.values(MODIFIERS), ...FUNCTION_KEYS, ...SINGLE_KEYS];
    expect(new Set(all.map((key) => key.keysym)).size).toBe(all.length);
    expect(new Set(all.map((key) => key.code)).size).toBe(all.length);
    expect(FUNCTION_KEYS.map((key) => key.keysym)).toEqual(Array.from({ length: 12 }, (_, n) => 0xffbe + n));
  });

  it.each([
    ['a', 0x61],
    ['é', 0xe9],
    ['€', 0x010020ac],
    ['ł', 0x01000142],
    ['日', 0x010065e5],
    ['😀', 0x0101f600],
    ['\n', 0xff0d],
    ['\t', 0xff09],
    ['\u0000', undefined],
    ['\u007f', undefined],
    ['\u0085', undefined],
  ])('type %j', (character, keysym) => {
    expect(keysymOf(character)).toBe(keysym);
  });

  it('type whole characters, and skip what no key makes', () => {
    const keyboard = recorder();
    type(keyboard, 'a\u0001😀');
    expect(keyboard.sent).toEqual(['0x61', '0x101f600']);
  });
});

describe('difference', () => {
  it.each([
    ['', 'ab', 0, 'ab'],
    ['ab', 'abc', 0, 'c'],
    ['abc', 'ab', 1, ''],
    ['teh ', 'the ', 3, 'he '],
    ['nihao', '你好', 5, '你好'],
    ['a😀', 'a😁', 1, '😁'],
    ['same', 'same', 0, ''],
  ])('%j to %j', (before, after, deleted, added) => {
    expect(difference(before, after)).toEqual({ deleted, added });
  });
});

describe('the chord that leaves the screen', () => {
  const event = { ctrlKey: true, altKey: true, shiftKey: true, code: 'KeyM', key: 'M' };

  it('works on every layout', () => {
    expect(isLeaveChord(event)).toBe(true);
    expect(isLeaveChord({ ...event, code: 'Semicolon' })).toBe(true);
    expect(isLeaveChord({ ...event, key: 'Â' })).toBe(true);
  });

  it('leaves everything else to the machine', () => {
    expect(isLeaveChord({ ...event, shiftKey: false })).toBe(false);
    expect(isLeaveChord({ ...event, altKey: false })).toBe(false);
    expect(isLeaveChord({ ...event, ctrlKey: false })).toBe(false);
    expect(isLeaveChord({ ...event, code: 'KeyN', key: 'N' })).toBe(false);
  });
});
