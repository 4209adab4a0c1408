import { Kbd } from '@mantine/core';

import { modifier } from '../app/shortcuts';
import classes from './Palette.module.css';
import { words } from './words';

export function Hints({ onHelp }: { onHelp: () => void }) {
  return (
    <div className={classes.hints}>
      <span>
        <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> {words.hints.choose}
      </span>
      <span>
        <Kbd size="xs">Enter</Kbd> {words.hints.open}
      </span>
      <span>
        <Kbd size="xs">{modifier()}</Kbd> <Kbd size="xs">Enter</Kbd> {words.hints.connect}
      </span>
      <button type="button" className={classes.all} onClick={onHelp}>
        {words.hints.all}
      </button>
    </div>
  );
}
