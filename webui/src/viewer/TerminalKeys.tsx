import { keyWords } from './keyWords';
import type { TerminalScreen } from './TerminalScreen';
import { terminalWords as words } from './terminalWords';
import classes from './terminal.module.css';

const KEYS: readonly [label: string, press: (screen: TerminalScreen) => void][] = [
  [keyWords.escape, (screen) => screen.press('\x1b')],
  [keyWords.tab, (screen) => screen.press('\t')],
  [`${keyWords.control}+C`, (screen) => screen.press('\x03')],
  [`${keyWords.control}+D`, (screen) => screen.press('\x04')],
  ['↑', (screen) => screen.arrow('A')],
  ['↓', (screen) => screen.arrow('B')],
  ['←', (screen) => screen.arrow('D')],
  ['→', (screen) => screen.arrow('C')],
];

// Keys that an on-screen keyboard lacks. They leave it open: the focus stays in the terminal.
export function TerminalKeys({ screen }: { screen: TerminalScreen }) {
  return (
    <div className={classes.keys} role="group" aria-label={words.keys}>
      {KEYS.map(([label, press]) => (
        <button
          key={label}
          type="button"
          className={classes.key}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => {
            press(screen);
            screen.focus();
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
