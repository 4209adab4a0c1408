import { Button, Group, Loader, Text, Title } from '@mantine/core';
import {
  IconBan,
  IconCircleCheck,
  IconPlugConnectedX,
  IconRefresh,
  type IconProps,
} from '@tabler/icons-react';
import { useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react';
import { Link } from 'react-router-dom';

import { KeyChangedCard, WhoConfirms } from './KeyChangedCard';
import { brokenWords, ENDINGS, type Ending } from './endings';
import { ReasonCard } from './ReasonCard';
import type { Phase } from './ViewerSession';
import classes from './viewer.module.css';

const ICONS: Readonly<Record<Ending['tone'], ComponentType<IconProps>>> = {
  calm: IconCircleCheck,
  trouble: IconPlugConnectedX,
  refused: IconBan,
};

interface StatusCardProps {
  phase: Exclude<Phase, { kind: 'open' }>;
  machineName: string;
  onAgain(): void;
  onTryNow(): void;
  onStop(): void;
  onTrust(): void;
  onReason(reason: string): void;
}

// What the page says while there is no picture: on the way to it, on the way back to it, and at the end.
export function StatusCard({ phase, machineName, onAgain, onTryNow, onStop, onTrust, onReason }: StatusCardProps) {
  switch (phase.kind) {
    case 'asking':
      return <Progress title={`Connecting to ${machineName}`} text="Asking the appliance for a session." onStop={onStop} />;
    case 'reason_wanted':
      return <ReasonCard machineName={machineName} error={phase.words} onGive={onReason} />;
    case 'calling':
      return <Progress title={`Connecting to ${machineName}`} text="Calling the machine." onStop={onStop} />;
    case 'waiting':
      return (
        <Progress
          title={`Waiting for ${machineName}`}
          text="The person at the machine is asked whether you may connect."
          onStop={onStop}
        />
      );
    case 'starting':
      return <Progress title={`Connecting to ${machineName}`} text="Starting the screen." onStop={onStop} />;
    case 'reconnecting':
      return <Reconnecting phase={phase} machineName={machineName} onTryNow={onTryNow} onStop={onStop} />;
    case 'key_changed':
      return <KeyChangedCard change={phase.change} machineName={machineName} onTrust={onTrust} />;
    case 'ended':
      return <Ended phase={phase} machineName={machineName} onAgain={onAgain} />;
  }
}

function Card({ children }: { children: ReactNode }) {
  return (
    <div className={classes.centre}>
      <section className={classes.card} aria-live="polite">
        {children}
      </section>
    </div>
  );
}

function Progress({ title, text, onStop }: { title: string; text: string; onStop(): void }) {
  return (
    <Card>
      <Group wrap="nowrap" align="flex-start" gap="md">
        <Loader size="sm" mt={4} role="presentation" />
        <div>
          <Title order={2}>{title}</Title>
          <Text mt={4}>{text}</Text>
        </div>
      </Group>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onStop}>
          Cancel
        </Button>
      </Group>
    </Card>
  );
}

interface ReconnectingProps {
  phase: Extract<Phase, { kind: 'reconnecting' }>;
  machineName: string;
  onTryNow(): void;
  onStop(): void;
}

function Reconnecting({ phase, machineName, onTryNow, onStop }: ReconnectingProps) {
  const seconds = useSecondsUntil(phase.nextAt);
  return (
    <Card>
      <div className={classes.cardIcon} data-tone="trouble">
        <IconRefresh aria-hidden />
      </div>
      <Title order={2}>Getting the session with {machineName} back</Title>
      <Text mt={4}>{brokenWords(phase.cause)}</Text>
      {/* The countdown would be read out every second. */}
      <Text mt={4} c="var(--quiet)" aria-live="off">
        {seconds === undefined
          ? 'Trying now…'
          : seconds === 0
            ? 'Trying in a moment…'
            : `Trying again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onStop}>
          Stop
        </Button>
        <Button onClick={onTryNow} disabled={phase.nextAt === undefined}>
          Try now
        </Button>
      </Group>
    </Card>
  );
}

function useSecondsUntil(at: number | undefined): number | undefined {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    if (at === undefined) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [at]);
  return at === undefined ? undefined : Math.max(0, Math.round((at - now) / 1000));
}

interface EndedProps {
  phase: Extract<Phase, { kind: 'ended' }>;
  machineName: string;
  onAgain(): void;
}

function Ended({ phase, machineName, onAgain }: EndedProps) {
  const ending = ENDINGS[phase.end];
  const Icon = ICONS[ending.tone];
  const keys = phase.clientId && `/clients/${encodeURIComponent(phase.clientId)}`;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Card>
      <div className={classes.cardIcon} data-tone={ending.tone}>
        <Icon aria-hidden />
      </div>
      <Title order={2} tabIndex={-1} ref={heading} className={classes.endedTitle}>
        {ending.title}
      </Title>
      <Text c="var(--quiet)">{machineName}</Text>
      <Text mt="sm">{ending.text}</Text>
      {!keys && phase.words && phase.words !== ending.text && <Text mt={4}>{phase.words}</Text>}
      {keys ? <WhoConfirms /> : <Text mt={4}>{ending.next}</Text>}
      <Group justify="flex-end" mt="lg">
        <Button component={Link} to="/clients" variant={ending.again || keys ? 'default' : 'filled'}>
          Back to machines
        </Button>
        {keys && (
          <Button component={Link} to={keys}>
            See its keys
          </Button>
        )}
        {ending.again && <Button onClick={onAgain}>Reconnect</Button>}
      </Group>
    </Card>
  );
}
