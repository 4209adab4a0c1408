import { Button, Group, PasswordInput, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';

import { ANSWER_CAP } from '../wire/control';
import classes from './card.module.css';
import type { Asked } from './SessionChannel';
import { useSecondsUntil } from './useSecondsUntil';
import { words } from './words';

interface PasswordCardProps {
  asked: Asked;
  machineName: string;
  onAnswer(text: string): void;
  onStop(): void;
}

// The person at the machine is asked; who knows the machine's own password for it need not wait for them.
export function PasswordCard({ asked, machineName, onAnswer, onStop }: PasswordCardProps) {
  const title = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [answered, setAnswered] = useState<Asked>();
  const seconds = useSecondsUntil(asked.from) ?? 0;
  const isChecking = answered === asked;
  const isCode = asked.what === 'code';
  useEffect(() => {
    setText('');
    field.current?.focus();
  }, [asked]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text === '' || isChecking || seconds > 0) return;
    setAnswered(asked);
    onAnswer(isCode ? text.replaceAll(/\s/g, '') : text);
  };
  const common = {
    mt: 'md',
    ref: field,
    value: text,
    autoFocus: true,
    maxLength: ANSWER_CAP,
    error: asked.refused && !isChecking ? (isCode ? words.wrongCode : words.wrongPassword) : undefined,
    onChange: (event: { currentTarget: HTMLInputElement }) => setText(event.currentTarget.value),
  };
  return (
    <div className={classes.centre}>
      <section className={classes.card} aria-labelledby={title}>
        <form onSubmit={submit}>
          <Title order={2} id={title}>
            {words.waitingFor(machineName)}
          </Title>
          <Text mt="sm">{isCode ? words.codeWanted : words.passwordWanted}</Text>
          {isCode ? (
            <TextInput {...common} label={words.securityCode} autoComplete="one-time-code" inputMode="numeric" />
          ) : (
            <PasswordInput {...common} label={words.unattendedPassword} autoComplete="off" />
          )}
          {/* The countdown would be read out every second. */}
          <Text mt={4} c="var(--quiet)" aria-live="off">
            {seconds > 0 ? words.answerIn(seconds) : isChecking ? words.checking : ''}
          </Text>
          <Group justify="flex-end" mt="lg">
            <Button variant="default" onClick={onStop}>
              {words.cancel}
            </Button>
            <Button type="submit" disabled={seconds > 0 || isChecking}>
              {words.connect}
            </Button>
          </Group>
        </form>
      </section>
    </div>
  );
}
