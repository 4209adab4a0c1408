import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';

import { isSameName } from './sameName';
import { words } from './words';

interface ConfirmProps {
  opened: boolean;
  title: string;
  action: string;
  harmless?: boolean;
  // Wants this name typed first, because much goes with it, and for good.
  typed?: string | undefined;
  busy: boolean;
  // False while something else is asked or shown after it: that has the focus then.
  returnFocus?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
  children: ReactNode;
}

// Asks before something that can't be taken back. Cancel is first, so Enter does no harm.
export function Confirm({ opened, title, returnFocus = true, onCancel, ...question }: ConfirmProps) {
  return (
    <Modal.Root opened={opened} onClose={onCancel} returnFocus={returnFocus} centered>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body p="lg">
          <Modal.Title fz="lg" fw={650} mb="xs">
            {title}
          </Modal.Title>
          <Question {...question} onCancel={onCancel} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

type QuestionProps = Omit<ConfirmProps, 'opened' | 'title' | 'returnFocus'>;

function Question({ action, harmless, typed: name, busy, onConfirm, onCancel, children }: QuestionProps) {
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation(); // this stands, for React, inside what asked
    const isRight = name === undefined || isSameName(typed, name);
    setWrong(!isRight);
    if (isRight) onConfirm();
  };
  return (
    <form onSubmit={submit}>
      <Text component="div">{children}</Text>
      {name !== undefined && (
        <TextInput
          mt="md"
          label={words.typeToConfirm(name)}
          data-autofocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          error={wrong && words.typedWrong(name)}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <Group justify="flex-end" mt="xl">
        <Button variant="default" onClick={onCancel} data-autofocus={name === undefined || undefined}>
          {words.cancel}
        </Button>
        <Button type="submit" color={harmless ? undefined : 'red.9'} loading={busy}>
          {action}
        </Button>
      </Group>
    </form>
  );
}
