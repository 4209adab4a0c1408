import { describe, expect, it } from 'vitest';

import { LineReader } from './lines';

const bytes = (text: string) => new TextEncoder().encode(text).buffer;

describe('LineReader', () => {
  it('puts lines together however they are cut', () => {
    const text = '{"topic":"clients"}\n{"topic":"ß"}\n';
    const whole = new Uint8Array(bytes(text));
    for (let cut = 0; cut <= whole.length; cut++) {
      const reader = new LineReader();
      const lines = [...reader.push(whole.slice(0, cut).buffer), ...reader.push(whole.slice(cut).buffer)];
      expect(lines).toEqual(['{"topic":"clients"}', '{"topic":"ß"}']);
    }
  });

  it('skips empty lines', () => {
    expect(new LineReader().push(bytes('\n\r\na\n'))).toEqual(['a']);
  });

  it('refuses a line without end', () => {
    const reader = new LineReader();
    reader.push(bytes('x'.repeat(60_000)));
    expect(() => reader.push(bytes('x'.repeat(60_000)))).toThrow();
  });
});
