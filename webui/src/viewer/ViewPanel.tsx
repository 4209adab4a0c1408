import { SegmentedControl, Slider, Switch } from '@mantine/core';
import { useId, type ReactNode } from 'react';

import { blocked, type Controls } from './controls';
import classes from './panels.module.css';
import type { Quality, Scale } from './settings';
import { words } from './words';

// How the screen is shown.
export function ViewPanel({ controls }: { controls: Controls }) {
  const { settings, changeSettings } = controls;
  const cannotResize = blocked.resize(controls);
  return (
    <div className={classes.panel}>
      <Choice<Scale>
        title={words.size}
        value={settings.scale}
        onChange={(scale) => changeSettings({ scale })}
        data={[
          { value: 'fit', label: words.scales.fit },
          { value: 'actual', label: words.scales.actual },
          { value: 'remote', label: words.scales.remote, disabled: Boolean(cannotResize) && settings.scale !== 'remote' },
        ]}
      >
        {cannotResize && settings.scale === 'remote' ? words.shownToFit(cannotResize) : words.scaleText[settings.scale]}
        {cannotResize && settings.scale !== 'remote' && words.noResize(cannotResize)}
      </Choice>
      {settings.scale === 'actual' && (
        <Switch
          label={words.move}
          description={words.moveText}
          checked={controls.isPanning}
          onChange={(event) => controls.setPanning(event.currentTarget.checked)}
        />
      )}
      <Choice<Quality>
        title={words.picture}
        value={settings.quality}
        onChange={(quality) => changeSettings({ quality })}
        data={[
          { value: 'auto', label: words.qualities.auto },
          { value: 'sharp', label: words.qualities.sharp },
          { value: 'smooth', label: words.qualities.smooth },
          { value: 'economy', label: words.qualities.economy },
        ]}
      >
        {words.qualityText[settings.quality]}
      </Choice>
      {controls.sound.isPermitted && !controls.sound.without && (
        <Volume value={settings.volume} onChange={(volume) => changeSettings({ volume })} />
      )}
      <Switch
        label={words.statistics}
        description={words.statisticsText}
        checked={settings.statistics}
        onChange={(event) => changeSettings({ statistics: event.currentTarget.checked })}
      />
    </div>
  );
}

function Volume({ value, onChange }: { value: number; onChange(value: number): void }) {
  return (
    <div>
      <h2 className={classes.panelTitle}>{words.volume}</h2>
      <Slider
        mt={6}
        thumbLabel={words.volume}
        label={percent}
        min={0}
        max={100}
        step={5}
        value={Math.round(value * 100)}
        onChange={(chosen) => onChange(chosen / 100)}
      />
    </div>
  );
}

const percent = (value: number) => `${value} %`;

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
