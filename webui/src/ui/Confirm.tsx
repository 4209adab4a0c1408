import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { words } from './words';

interface ConfirmProps {
  opened: boolean;
  title: string;
  action: string;
  busy: boolean;
  onConfirm: () => void;
  onCancel: () => void;
  children: ReactNode;
}

// Asks before something that can't be taken back. Cancel is first, so Enter does no harm.
export function Confirm({ opened, title, action, busy, onConfirm, onCancel, children }: ConfirmProps) {
  return (
    <Modal opened={opened} onClose={onCancel} title={title} centered closeButtonProps={{ 'aria-label': words.close }}>
      <Text>{children}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onCancel} data-autofocus>
          {words.cancel}
        </Button>
        <Button color="red" loading={busy} onClick={onConfirm}>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
