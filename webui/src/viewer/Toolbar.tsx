import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconArrowLeft,
  IconAspectRatio,
  IconBolt,
  IconCamera,
  IconChevronDown,
  IconClipboardText,
  IconDots,
  IconEye,
  IconKeyboard,
  IconLock,
  IconMaximize,
  IconMinimize,
  IconPlugConnectedX,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react';
import { forwardRef, useEffect, useState } from 'react';
import { Link } from 'react-router-dom';

import type { Machine } from '../api/client';
import { ActionsPanel, AdministratorPanel } from './ActionsPanel';
import classes from './bar.module.css';
import { BarButton } from './BarButton';
import { BarPanel, type PanelProps } from './BarPanel';
import { ChatButton } from './ChatButton';
import { ClipboardPanel } from './ClipboardPanel';
import { ConnectionPanel } from './ConnectionPanel';
import { blocked, type Controls } from './controls';
import { elevationWords } from './elevationWords';
import { KeysPanel } from './KeysPanel';
import panels from './panels.module.css';
import { ShownScreen } from './ShownScreen';
import { useAutoHide } from './useAutoHide';
import { LEAVE_KEYS } from './useFocusModel';
import { SOUND_BUTTON } from './useSound';
import { ViewPanel } from './ViewPanel';
import { words } from './words';

const ICON = 20;

interface ToolbarProps {
  controls: Controls;
  machineName: string;
  address: string;
  machine: Machine | undefined; // once the appliance has said which it is
}

// The bar over the screen. On a phone it keeps what a thumb needs and puts the rest into one drawer.
export const Toolbar = forwardRef<HTMLElement, ToolbarProps>(function Toolbar({ controls, machineName, address, machine }, ref) {
  const { screen, fullScreen } = controls;
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const [panel, setPanel] = useState<string>();
  const hiding = useAutoHide(fullScreen.isOn, panel !== undefined || !screen);

  // The field takes the focus; a panel over it would take it back.
  useEffect(() => {
    if (controls.isTyping) setPanel(undefined);
  }, [controls.isTyping]);

  // What hung below the badge goes with it.
  const isAdministrator = controls.elevation.now.state === 'on';
  useEffect(() => {
    if (!isAdministrator) setPanel((open) => (open === 'administrator' ? undefined : open));
  }, [isAdministrator]);

  const panelProps = (name: string) => ({
    isOpen: panel === name,
    onToggle: () => setPanel(panel === name ? undefined : name),
    onClose: () => setPanel(undefined),
    onLeave: () => {
      setPanel(undefined);
      screen?.focus();
    },
  });

  return (
    <>
      {fullScreen.isOn && hiding.isAway && (
        <button type="button" className={classes.handle} aria-label={words.showBar} onClick={hiding.show}>
          <IconChevronDown size={16} aria-hidden />
        </button>
      )}
      <section
        ref={ref}
        aria-label={words.bar}
        className={classes.bar}
        data-floating={fullScreen.isOn || undefined}
        data-away={hiding.isAway || undefined}
        {...hiding.handlers}
      >
        <Link to="/clients" className={classes.barButton} aria-label={words.toMachines} title={words.toMachines}>
          <IconArrowLeft size={ICON} aria-hidden />
        </Link>
        <div className={classes.barName}>
          <h1>{machineName}</h1>
          <span className={classes.barFacts}>
            {address !== machineName && <span className={classes.barAddress}>{address}</span>}
            {machine && <ShownScreen machine={machine} className={classes.barScreen} />}
          </span>
        </div>
        {screen && (
          <span className={classes.barHint} aria-hidden title={words.leavesWhy}>
            {words.leaves(LEAVE_KEYS.join(' + '))}
          </span>
        )}
        {isAdministrator && (
          <BarPanel
            label={elevationWords.administrator}
            icon={<IconBolt size={16} aria-hidden />}
            hasWords={!isNarrow}
            className={classes.barBadge}
            {...panelProps('administrator')}
          >
            <AdministratorPanel controls={controls} />
          </BarPanel>
        )}
        <ChatButton controls={controls} />
        {isNarrow ? (
          <Narrow controls={controls} more={panelProps('more')} />
        ) : (
          <Wide controls={controls} panelProps={panelProps} />
        )}
        <span className={classes.barLine} />
        <BarButton
          label={words.disconnect}
          className={classes.barLeave}
          icon={<IconPlugConnectedX size={ICON} aria-hidden />}
          onClick={controls.disconnect}
        />
      </section>
    </>
  );
});

function Wide({ controls, panelProps }: { controls: Controls; panelProps(name: string): PanelProps }) {
  return (
    <>
      <BarPanel label={words.view} icon={<IconAspectRatio size={ICON} aria-hidden />} {...panelProps('view')}>
        <ViewPanel controls={controls} />
      </BarPanel>
      <BarPanel label={words.keys} icon={<IconKeyboard size={ICON} aria-hidden />} {...panelProps('keys')}>
        <KeysPanel controls={controls} />
      </BarPanel>
      <BarPanel label={words.clipboard} icon={<IconClipboardText size={ICON} aria-hidden />} {...panelProps('clipboard')}>
        <ClipboardPanel controls={controls} />
      </BarPanel>
      <BarPanel label={words.connection} icon={<IconLock size={ICON} aria-hidden />} {...panelProps('connection')}>
        <ConnectionPanel controls={controls} />
      </BarPanel>
      <BarPanel label={elevationWords.actions} icon={<IconBolt size={ICON} aria-hidden />} {...panelProps('actions')}>
        <ActionsPanel controls={controls} onDone={panelProps('actions').onClose} />
      </BarPanel>
      <Switches controls={controls} />
    </>
  );
}

function Narrow({ controls, more }: { controls: Controls; more: PanelProps }) {
  return (
    <>
      <BarButton
        label={words.keyboard}
        icon={<IconKeyboard size={ICON} aria-hidden />}
        isOn={controls.isTyping}
        why={blocked.keyboard(controls)}
        onClick={() => controls.setTyping(!controls.isTyping)}
      />
      <BarButton
        label={words.more}
        icon={<IconDots size={ICON} aria-hidden />}
        aria-expanded={more.isOpen}
        onClick={more.onToggle}
      />
      <Drawer
        opened={more.isOpen}
        onClose={more.onLeave}
        position="bottom"
        size="80%"
        title={words.screen}
        returnFocus={false}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <div className={panels.panel}>
          <div className={classes.drawerSwitches}>
            <Switches controls={controls} hasWords />
          </div>
          <ActionsPanel controls={controls} onDone={more.onClose} />
          <ViewPanel controls={controls} />
          <KeysPanel controls={controls} />
          <ClipboardPanel controls={controls} />
          <ConnectionPanel controls={controls} />
        </div>
      </Drawer>
    </>
  );
}

function Switches({ controls, hasWords }: { controls: Controls; hasWords?: boolean }) {
  const { fullScreen, viewOnly } = controls;
  const FullScreenIcon = fullScreen.isOn ? IconMinimize : IconMaximize;
  return (
    <>
      <BarButton
        label={words.viewOnly}
        hasWords={hasWords}
        icon={<IconEye size={ICON} aria-hidden />}
        isOn={viewOnly}
        why={blocked.viewOnly(controls)}
        onClick={() => controls.setViewOnly(!viewOnly)}
      />
      {controls.sound.isPermitted && <SoundSwitch controls={controls} hasWords={hasWords} />}
      <BarButton
        label={words.screenshot}
        hasWords={hasWords}
        icon={<IconCamera size={ICON} aria-hidden />}
        why={blocked.screen(controls)}
        onClick={controls.takeScreenshot}
      />
      {fullScreen.isPossible && (
        <BarButton
          label={words.fullScreen}
          hasWords={hasWords}
          icon={<FullScreenIcon size={ICON} aria-hidden />}
          isOn={fullScreen.isOn}
          onClick={fullScreen.toggle}
        />
      )}
    </>
  );
}

function SoundSwitch({ controls, hasWords }: { controls: Controls; hasWords: boolean | undefined }) {
  const { state, press } = controls.sound;
  const isHeard = state === 'playing' || state === 'starting' || state === 'missing';
  const SoundIcon = isHeard ? IconVolume : IconVolumeOff;
  return (
    <BarButton
      {...{ [SOUND_BUTTON]: true }}
      label={words.soundStates[state]}
      hasWords={hasWords}
      icon={<SoundIcon size={ICON} aria-hidden />}
      isOn={isHeard}
      why={blocked.sound(controls)}
      onClick={press}
    />
  );
}
