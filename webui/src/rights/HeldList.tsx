import type { ReactNode } from 'react';

import classes from './HeldList.module.css';

interface HeldListProps<Item> {
  label: string;
  items: readonly Item[];
  itemKey: (item: Item) => string;
  children: (item: Item) => ReactNode;
  actions: (item: Item) => ReactNode;
}

// A short list of what somebody has, with what can be done about each.
export function HeldList<Item>({ label, items, itemKey, children, actions }: HeldListProps<Item>) {
  return (
    <ul className={classes.list} aria-label={label}>
      {items.map((item) => (
        <li key={itemKey(item)}>
          <span className={classes.what}>{children(item)}</span>
          <span className={classes.actions}>{actions(item)}</span>
        </li>
      ))}
    </ul>
  );
}
