import { SegmentedControl, Switch } from '@mantine/core';
import { useId, type ReactNode } from 'react';

import { blocked, type Controls } from './controls';
import type { Quality, Scale } from './settings';
import classes from './viewer.module.css';

const SCALE_WORDS: Readonly<Record<Scale, string>> = {
  fit: 'The whole screen, as large as the window allows.',
  actual: 'One pixel there is one pixel here. Scroll bars, or “Move the view”, lead to the rest.',
  remote: 'The machine changes its screen to the size of this window.',
};

const QUALITY_WORDS: Readonly<Record<Quality, string>> = {
  auto: 'Quick while things move, exact as soon as they stand still.',
  sharp: 'The best picture at all times. Needs a fast network.',
  economy: 'Fewer bytes for a slow network. Moving pictures look coarse.',
};

// How the screen is shown.
export function ViewPanel({ controls }: { controls: Controls }) {
  const { settings, changeSettings } = controls;
  const cannotResize = blocked.resize(controls);
  return (
    <div className={classes.panel}>
      <Choice<Scale>
        title="Size"
        value={settings.scale}
        onChange={(scale) => changeSettings({ scale })}
        data={[
          { value: 'fit', label: 'Fit' },
          { value: 'actual', label: '1:1' },
          { value: 'remote', label: 'Resize', disabled: Boolean(cannotResize) && settings.scale !== 'remote' },
        ]}
      >
        {cannotResize && settings.scale === 'remote' ? `Shown to fit: ${cannotResize}` : SCALE_WORDS[settings.scale]}
        {cannotResize && settings.scale !== 'remote' && ` Resize is not available: ${cannotResize}`}
      </Choice>
      {settings.scale === 'actual' && (
        <Switch
          label="Move the view"
          description="Dragging moves what you see, not the pointer of the machine."
          checked={controls.isPanning}
          onChange={(event) => controls.setPanning(event.currentTarget.checked)}
        />
      )}
      <Choice<Quality>
        title="Picture"
        value={settings.quality}
        onChange={(quality) => changeSettings({ quality })}
        data={[
          { value: 'auto', label: 'Auto' },
          { value: 'sharp', label: 'Sharp' },
          { value: 'economy', label: 'Economy' },
        ]}
      >
        {QUALITY_WORDS[settings.quality]}
      </Choice>
      <Switch
        label="Statistics"
        description="Updates, bytes and delay, in a corner of the screen."
        checked={settings.statistics}
        onChange={(event) => changeSettings({ statistics: event.currentTarget.checked })}
      />
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  title: string;
  value: Value;
  onChange(value: Value): void;
  data: { value: Value; label: string; disabled?: boolean }[];
  // What the chosen one means.
  children: ReactNode;
}

function Choice<Value extends string>({ title, value, onChange, data, children }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <div>
      <h2 className={classes.panelTitle} id={id}>
        {title}
      </h2>
      <SegmentedControl
        fullWidth
        mt={6}
        aria-labelledby={id}
        value={value}
        onChange={(chosen) => onChange(chosen as Value)}
        data={data}
      />
      <p className={classes.quiet}>{children}</p>
    </div>
  );
}
