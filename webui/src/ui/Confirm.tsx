import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { words } from './words';

interface ConfirmProps {
  opened: boolean;
  title: string;
  action: string;
  harmless?: boolean;
  busy: boolean;
  // False while something else is asked or shown after it: that has the focus then.
  returnFocus?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
  children: ReactNode;
}

// Asks before something that can't be taken back. Cancel is first, so Enter does no harm.
export function Confirm({ opened, title, action, harmless, busy, returnFocus = true, onConfirm, onCancel, children }: ConfirmProps) {
  return (
    <Modal.Root opened={opened} onClose={onCancel} returnFocus={returnFocus} centered>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body p="lg">
          <Modal.Title fz="lg" fw={650} mb="xs">
            {title}
          </Modal.Title>
          <Text component="div">{children}</Text>
          <Group justify="flex-end" mt="xl">
            <Button variant="default" onClick={onCancel} data-autofocus>
              {words.cancel}
            </Button>
            <Button color={harmless ? undefined : 'red.9'} loading={busy} onClick={onConfirm}>
              {action}
            </Button>
          </Group>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
