import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { Link } from 'react-router-dom';

import classes from './card.module.css';
import { words } from './words';

interface ReasonCardProps {
  machineName: string;
  // What was wrong with the last one.
  error: string | undefined;
  onGive(reason: string): void;
}

// The organization wants to know why somebody connects. Nothing was sent to the machine yet.
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
            {words.why(machineName)}
          </Title>
          <Text mt="sm">{words.whyText}</Text>
          <TextInput
            mt="md"
            label={words.reason}
            placeholder={words.reasonExample}
            autoFocus
            autoComplete="off"
            maxLength={200}
            value={reason}
            error={missing ? words.reasonMissing : error}
            onChange={(event) => {
              setReason(event.currentTarget.value);
              setMissing(false);
            }}
          />
          <Group justify="flex-end" mt="lg">
            <Button component={Link} to="/clients" variant="default">
              {words.cancel}
            </Button>
            <Button type="submit">{words.connect}</Button>
          </Group>
        </form>
      </section>
    </div>
  );
}
