import { Button, Group, Loader, Text, Title } from '@mantine/core';
import {
  IconBan,
  IconCircleCheck,
  IconPlugConnectedX,
  IconRefresh,
  type IconProps,
} from '@tabler/icons-react';
import { useEffect, useRef, type ComponentType, type ReactNode } from 'react';
import { Link } from 'react-router-dom';

import { ApprovalCard } from './ApprovalCard';
import classes from './card.module.css';
import { KeyChangedCard, WhoConfirms } from './KeyChangedCard';
import { brokenWords, endingOf, type Ending } from './endings';
import { PasswordCard } from './PasswordCard';
import { ReasonCard } from './ReasonCard';
import type { Phase } from './ViewerSession';
import { useSecondsUntil } from './useSecondsUntil';
import { words } from './words';

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
  onAnswer(text: string): void;
}

// What the page says while there is no picture: on the way to it, on the way back to it, and at the end.
export function StatusCard({ phase, machineName, onAgain, onTryNow, onStop, onTrust, onReason, onAnswer }: StatusCardProps) {
  switch (phase.kind) {
    case 'asking':
      return <Progress title={words.connecting(machineName)} text={words.asking} onStop={onStop} />;
    case 'reason_wanted':
      return <ReasonCard machineName={machineName} error={phase.words} onGive={onReason} />;
    case 'approval_wanted':
      return <ApprovalCard clientId={phase.clientId} machineName={machineName} onApproved={onReason} />;
    case 'calling':
      return <Progress title={words.connecting(machineName)} text={words.calling} onStop={onStop} />;
    case 'waiting':
      if (phase.asked) return <PasswordCard asked={phase.asked} machineName={machineName} onAnswer={onAnswer} onStop={onStop} />;
      return (
        <Progress
          title={words.waitingFor(machineName)}
          text={words.askingPerson}
          onStop={onStop}
        />
      );
    case 'starting':
      return <Progress title={words.connecting(machineName)} text={words.starting} onStop={onStop} />;
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
          {words.cancel}
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
  const isRestarting = phase.cause === 'restarting';
  return (
    <Card>
      <div className={classes.cardIcon} data-tone={isRestarting ? 'calm' : 'trouble'}>
        <IconRefresh aria-hidden />
      </div>
      <Title order={2}>{isRestarting ? words.restarting : words.gettingBack(machineName)}</Title>
      {isRestarting && <Text c="var(--quiet)">{machineName}</Text>}
      <Text mt={4}>{isRestarting ? words.restartingText : brokenWords(phase.cause)}</Text>
      {/* The countdown would be read out every second. */}
      <Text mt={4} c="var(--quiet)" aria-live="off">
        {seconds === undefined ? words.trying : seconds === 0 ? words.tryingSoon : words.tryingIn(seconds)}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onStop}>
          {isRestarting ? words.cancel : words.stop}
        </Button>
        <Button onClick={onTryNow} disabled={phase.nextAt === undefined}>
          {words.tryNow}
        </Button>
      </Group>
    </Card>
  );
}

interface EndedProps {
  phase: Extract<Phase, { kind: 'ended' }>;
  machineName: string;
  onAgain(): void;
}

function Ended({ phase, machineName, onAgain }: EndedProps) {
  const ending = endingOf(phase.end);
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
          {words.toMachines}
        </Button>
        {keys && (
          <Button component={Link} to={keys}>
            {words.seeKeys}
          </Button>
        )}
        {ending.again && <Button onClick={onAgain}>{words.reconnect}</Button>}
      </Group>
    </Card>
  );
}
