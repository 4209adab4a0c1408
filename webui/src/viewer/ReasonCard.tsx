import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { Link } from 'react-router-dom';

import classes from './viewer.module.css';

interface ReasonCardProps {
  machineName: string;
  // What was wrong with the last one.
  error: string | undefined;
  onGive(reason: string): void;
}

// The organisation wants to know why somebody connects. Nothing was sent to the machine yet.
export function ReasonCard({ machineName, error, onGive }: ReasonCardProps) {
  const title = useId();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === '') setMissing(true);
    else onGive(reason.trim());
  };
  return (
    <div className={classes.centre}>
      <section className={classes.card} aria-labelledby={title}>
        <form onSubmit={submit}>
          <Title order={2} id={title}>
            Why do you connect to {machineName}?
          </Title>
          <Text mt="sm">Your organisation wants to know. What you write is kept with the session.</Text>
          <TextInput
            mt="md"
            label="Reason"
            placeholder="Ticket 4711: printer does not print"
            autoFocus
            autoComplete="off"
            maxLength={200}
            value={reason}
            error={missing ? 'Say in a few words why you connect.' : error}
            onChange={(event) => {
              setReason(event.currentTarget.value);
              setMissing(false);
            }}
          />
          <Group justify="flex-end" mt="lg">
            <Button component={Link} to="/clients" variant="default">
              Cancel
            </Button>
            <Button type="submit">Connect</Button>
          </Group>
        </form>
      </section>
    </div>
  );
}
