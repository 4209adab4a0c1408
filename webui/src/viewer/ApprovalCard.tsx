import { Button, Group, Loader, NativeSelect, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { Link } from 'react-router-dom';

import { type Approval, useAskApproval, useEndApproval, useOwnApproval } from '../api/approvals';
import { fieldErrors, FormError } from '../ui/FormError';
import { approvalWords as words } from './approvalWords';
import classes from './card.module.css';

interface ApprovalCardProps {
  clientId: string;
  machineName: string;
  // With what was said to who approved.
  onApproved(reason: string): void;
}

// A second person has to say yes first. Nothing was sent to the machine yet.
export function ApprovalCard({ clientId, machineName, onApproved }: ApprovalCardProps) {
  const title = useId();
  const { data: approval } = useOwnApproval(clientId);
  const state = approval?.state;
  const reason = approval?.reason ?? '';
  useEffect(() => {
    if (state === 'approved') onApproved(reason);
  }, [state, reason, onApproved]);
  if (approval === undefined || state === 'approved') return null; // in a moment
  const waits = state === 'waiting';
  return (
    <div className={classes.centre}>
      <section className={classes.card} aria-labelledby={title}>
        <Group wrap="nowrap" align="flex-start" gap="md">
          {waits && <Loader size="sm" mt={4} role="presentation" />}
          <Title order={2} id={title}>
            {waits ? words.waiting(machineName) : words.title(machineName)}
          </Title>
        </Group>
        <div aria-live="polite">{approval && !waits && <WhatBecame approval={approval} />}</div>
        {waits ? <Waiting id={approval!.id} /> : <Ask clientId={clientId} />}
      </section>
    </div>
  );
}

function WhatBecame({ approval: { state, decided_by, ended_by, comment } }: { approval: Approval }) {
  const said =
    state === 'declined'
      ? words.declined(decided_by ?? '')
      : state === 'revoked'
        ? words.revoked(ended_by ?? '')
        : state === 'expired'
          ? words.expired
          : state === 'over'
            ? words.over
            : '';
  if (!said) return null;
  return (
    <Text mt="sm" fw={600}>
      {said} {comment}
    </Text>
  );
}

function Waiting({ id }: { id: string }) {
  const end = useEndApproval();
  return (
    <>
      <Text mt="sm">{words.waitingText}</Text>
      <FormError error={end.error} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" loading={end.isPending} onClick={() => end.mutate(id)}>
          {words.withdraw}
        </Button>
      </Group>
    </>
  );
}

function Ask({ clientId }: { clientId: string }) {
  const ask = useAskApproval(clientId);
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState('60');
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === '') setMissing(true);
    else ask.mutate({ reason: reason.trim(), minutes: Number(minutes) });
  };
  return (
    <form onSubmit={submit}>
      <Text mt="sm">{words.text}</Text>
      <TextInput
        mt="md"
        label={words.reason}
        autoFocus
        autoComplete="off"
        maxLength={200}
        value={reason}
        error={missing ? words.reasonMissing : fieldErrors(ask.error).reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setMissing(false);
        }}
      />
      <NativeSelect mt="md" label={words.minutes} data={words.choices} value={minutes} onChange={(event) => setMinutes(event.currentTarget.value)} />
      <FormError error={ask.error} />
      <Group justify="flex-end" mt="lg">
        <Button component={Link} to="/clients" variant="default">
          {words.cancel}
        </Button>
        <Button type="submit" loading={ask.isPending}>
          {words.ask}
        </Button>
      </Group>
    </form>
  );
}
