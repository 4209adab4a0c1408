import { VisuallyHidden } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router-dom';

import { addressOf, groupDigits } from '../ui/address';
import { ChatNotice } from './ChatNotice';
import { ChatPanel } from './ChatPanel';
import { HandOverLine } from './HandOverLine';
import { HandOverNotice } from './HandOverNotice';
import { LastPicture } from './LastPicture';
import notices from './notices.module.css';
import { loadRemoteScreen, Screen } from './Screen';
import { StatsOverlay } from './StatsOverlay';
import { StatusCard } from './StatusCard';
import { Toolbar } from './Toolbar';
import { TypingField } from './TypingField';
import { useControls } from './useControls';
import { useElevationTools } from './useElevationTools';
import { LEAVE_KEYS, useFocusModel } from './useFocusModel';
import { useSession } from './useSession';
import classes from './viewer.module.css';
import { words } from './words';

// /connect/<address>: the address names a machine of this appliance, never a host to connect to.
export default function ViewerPage() {
  const { address = '' } = useParams();
  return <Viewer key={address} address={address} />;
}

function Viewer({ address }: { address: string }) {
  const { session, snapshot } = useSession(address);
  const { phase, machine, channel } = snapshot;
  const shownAddress = machine ? addressOf(machine) : groupDigits(address);
  const machineName = machine?.name || shownAddress;
  const { controls, size, setScreen, events } = useControls(session, snapshot, machineName);
  const { screen, settings, elevation, handOver, chat } = controls;
  const [lastPicture, setLastPicture] = useState<HTMLCanvasElement>();
  const isOpen = phase.kind === 'open';
  const hasBar = useDeferredValue(isOpen); // the picture comes first
  const bar = useRef<HTMLElement>(null);
  const notice = useRef<HTMLDivElement>(null);
  const terminal = useRef<HTMLElement>(null);
  const { job } = elevation;
  const tools = useElevationTools(elevation);
  const traffic = useCallback(() => session?.traffic, [session]);

  useDocumentTitle([...new Set([machineName, shownAddress]), 'Gatehouse'].join(' · '));
  useFocusModel(screen, { bar, notice, terminal });
  useEffect(() => {
    void loadRemoteScreen().catch(() => {}); // tried again, and reported, when it is needed
  }, []);

  const closeTyping = () => {
    controls.setTyping(false);
    screen?.focus();
  };

  const closeChat = () => {
    chat.setOpen(false);
    screen?.focus();
  };

  const closeTerminal = () => {
    elevation.closeJob();
    screen?.focus();
  };

  return (
    <div className={classes.page}>
      {channel && (
        <div className={classes.barHolder} data-floating={controls.fullScreen.isOn || undefined}>
          {isOpen && hasBar && (
            <Toolbar
              ref={bar}
              controls={controls}
              machineName={machineName}
              address={shownAddress}
              machine={machine}
            />
          )}
        </div>
      )}
      <main className={classes.main}>
        {screen && <HandOverLine controls={controls} />}
        {screen && controls.isTyping && <TypingField screen={screen} onClose={closeTyping} />}
        <div className={classes.desk}>
          <div className={classes.stage}>
            <VisuallyHidden id="viewer-keys-hint">
              {words.everyKeyGoes} {LEAVE_KEYS.join(' + ')} {words.leadsBack}
            </VisuallyHidden>
            {phase.kind === 'reconnecting' && lastPicture && <LastPicture picture={lastPicture} />}
            {channel && (
              <div className={classes.screenHolder} data-hidden={!isOpen || undefined} data-watching={handOver.isLacking || undefined}>
                <Screen
                  channel={channel}
                  machineName={machineName}
                  events={events}
                  onScreen={setScreen}
                  onLastPicture={setLastPicture}
                />
              </div>
            )}
            {phase.kind !== 'open' && (
              <StatusCard
                phase={phase}
                machineName={machineName}
                onAgain={() => session?.start()}
                onTryNow={() => session?.tryNow()}
                onStop={() => session?.disconnect()}
                onTrust={() => session?.trustNewKey()}
                onReason={(reason) => session?.give(reason)}
                onAnswer={(text) => session?.answer(text)}
              />
            )}
            {screen && (
              <div className={notices.notices} data-floating={controls.fullScreen.isOn || undefined}>
                <HandOverNotice ref={notice} controls={controls} />
                <ChatNotice chat={chat} />
              </div>
            )}
            {screen && settings.statistics && <StatsOverlay screen={screen} traffic={traffic} sound={controls.sound.figures} size={size} />}
          </div>
          {chat.isOpen && <ChatPanel controls={chat} onClose={closeChat} />}
        </div>
        {tools && job && (
          <tools.TerminalPanel
            key={job.key}
            job={job}
            panel={terminal}
            onEnded={(end) => elevation.ended(job.key, end)}
            onClose={closeTerminal}
          />
        )}
        {tools && screen && <tools.ElevationDialogs controls={controls} />}
      </main>
    </div>
  );
}
