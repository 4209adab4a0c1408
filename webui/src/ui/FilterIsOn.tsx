import { Button } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';

import classes from './Filters.module.css';
import { words } from './words';

// Says that a list leaves something out because of a choice that somebody made earlier.
export function FilterIsOn({ onReset }: { onReset: () => void }) {
  return (
    <div className={classes.on} role="status">
      <IconFilter size={16} aria-hidden />
      {words.filterOn}
      <Button variant="subtle" size="compact-sm" onClick={onReset}>
        {words.resetFilter}
      </Button>
    </div>
  );
}
