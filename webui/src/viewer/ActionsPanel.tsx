import { Button } from '@mantine/core';
import {
  IconArrowBackUp,
  IconBolt,
  IconDownload,
  IconHandStop,
  IconPower,
  IconRefresh,
  IconTerminal2,
} from '@tabler/icons-react';
import type { ReactElement } from 'react';

import { blocked, type Controls } from './controls';
import { elevationWords as words } from './elevationWords';
import { handOverWords } from './handOverWords';
import classes from './panels.module.css';

const ICON = 18;

interface ActionsPanelProps {
  controls: Controls;
  // Something was chosen.
  onDone(): void;
}

// What can be done as administrator, or how to become that, and beside it.
export function ActionsPanel({ controls, onDone }: ActionsPanelProps) {
  const { elevation, handOver } = controls;
  const isOn = elevation.now.state === 'on';
  const why = isOn ? blocked.terminal(controls) : blocked.elevation(controls);
  const action = (label: string, icon: ReactElement, act: () => void, reason = why) => (
    <button
      key={label}
      type="button"
      className={classes.action}
      aria-disabled={reason ? true : undefined}
      aria-describedby={reason ? 'viewer-actions-why' : undefined}
      onClick={
        reason
          ? undefined
          : () => {
              onDone();
              act();
            }
      }
    >
      {icon}
      {label}
    </button>
  );
  return (
    <section className={classes.panel} aria-labelledby="viewer-actions">
      <h2 className={classes.panelTitle} id="viewer-actions">
        {words.actions}
      </h2>
      <div className={classes.actions}>
        {!isOn && action(words.request, <IconBolt size={ICON} aria-hidden />, () => elevation.show('request'))}
        {isOn && [
          action(words.terminal, <IconTerminal2 size={ICON} aria-hidden />, () => elevation.start('shell')),
          action(words.service, <IconRefresh size={ICON} aria-hidden />, () => elevation.show('restart_service')),
          action(words.update, <IconDownload size={ICON} aria-hidden />, () => elevation.show('update')),
          action(words.restart, <IconPower size={ICON} aria-hidden />, () => elevation.show('restart_machine')),
          action(words.giveBack, <IconArrowBackUp size={ICON} aria-hidden />, () => giveBack(controls), ''),
        ]}
        {handOver.now.holder === 'you' &&
          handOver.now.isShared &&
          action(handOverWords.letGo, <IconHandStop size={ICON} aria-hidden />, () => letGo(controls), '')}
      </div>
      {(why || !isOn) && (
        <p className={classes.quiet} id="viewer-actions-why">
          {why ? words.notNow(why) : words.requestText}
        </p>
      )}
    </section>
  );
}

// What the badge of an administrator means, and how to be rid of it.
export function AdministratorPanel({ controls }: { controls: Controls }) {
  return (
    <div className={classes.panel}>
      <h2 className={classes.panelTitle}>{words.administrator}</h2>
      <p className={classes.quiet}>{words.administratorText}</p>
      <Button variant="default" onClick={() => giveBack(controls)}>
        {words.giveBack}
      </Button>
    </div>
  );
}

// The button goes with the rights, so the focus goes on at the screen.
function giveBack({ elevation, screen }: Controls): void {
  elevation.giveBack();
  screen?.focus();
}

function letGo({ handOver, screen }: Controls): void {
  handOver.letGo();
  screen?.focus();
}
