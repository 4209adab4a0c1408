import { describe, expect, it } from 'vitest';

import { endingWords } from './endingWords';

describe('endingWords', () => {
  it('have whole sentences', () => {
    for (const ending of Object.values(endingWords)) {
      expect(ending.title).not.toMatch(/[.]$/);
      for (const words of [ending.text, ending.next]) expect(words).toMatch(/^[A-Z].*\.$/);
    }
  });
});
