import { Kbd, Switch } from '@mantine/core';

import { blocked, type Controls } from './controls';
import { CHORDS, FUNCTION_KEYS, MODIFIERS, press, SINGLE_KEYS, type Modifier } from './keys';
import classes from './panels.module.css';
import { LEAVE_KEYS } from './useFocusModel';
import { words } from './words';

const NAMES = Object.keys(MODIFIERS) as Modifier[];

// Keys that the browser or the system keeps for itself, or that a touch screen lacks.
export function KeysPanel({ controls }: { controls: Controls }) {
  const { screen, heldKeys } = controls;
  const why = blocked.keyboard(controls);
  const key = (label: string, act: () => void, isDown?: boolean) => (
    <button
      key={label}
      type="button"
      className={classes.key}
      aria-pressed={isDown}
      aria-disabled={why ? true : undefined}
      onClick={why ? undefined : act}
    >
      {label}
    </button>
  );
  return (
    <div className={classes.panel}>
      {why && <p className={classes.quiet}>{words.keysNotSent(why)}</p>}
      <section aria-labelledby="viewer-hold">
        <h2 className={classes.panelTitle} id="viewer-hold">
          {words.holdDown}
        </h2>
        <div className={classes.keyGrid}>
          {NAMES.map((name) => key(MODIFIERS[name].label, () => heldKeys.toggle(name), heldKeys.held.has(name)))}
        </div>
      </section>
      <section aria-labelledby="viewer-chords">
        <h2 className={classes.panelTitle} id="viewer-chords">
          {words.pressTogether}
        </h2>
        <div className={classes.keyGrid} data-wide>
          {CHORDS.map((chord) => key(chord.label, () => screen && press(screen, chord.keys)))}
        </div>
      </section>
      <section aria-labelledby="viewer-single">
        <h2 className={classes.panelTitle} id="viewer-single">
          {words.press}
        </h2>
        <div className={classes.keyGrid}>
          {[...FUNCTION_KEYS, ...SINGLE_KEYS].map((single) => key(single.label, () => screen && press(screen, [single])))}
        </div>
      </section>
      <Switch
        label={words.typeInField}
        description={words.typeInFieldText}
        checked={controls.isTyping}
        disabled={Boolean(why)}
        onChange={(event) => controls.setTyping(event.currentTarget.checked)}
      />
      <p className={classes.quiet}>
        {words.everyKey}{' '}
        {LEAVE_KEYS.map((name, index) => (
          <span key={name}>
            {index > 0 && ' + '}
            <Kbd>{name}</Kbd>
          </span>
        ))}{' '}
        {words.leadsBack}
      </p>
    </div>
  );
}
