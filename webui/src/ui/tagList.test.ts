import { expect, it } from 'vitest';

import { tidyTags } from './tagList';

it('tags are parted, trimmed, and each there once', () => {
  expect(tidyTags([' Till ; Berlin', 'berlin', 'a  b,', ''])).toEqual(['Till', 'Berlin', 'a b']);
});
