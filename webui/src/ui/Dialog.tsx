import { Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { words } from './words';

interface DialogProps {
  opened: boolean;
  title: string;
  onClose: () => void;
  wide?: boolean;
  // Asked while another dialog waits.
  above?: boolean;
  // False: whoever opened it brings the focus back.
  returnFocus?: boolean;
  children: ReactNode;
}

// Holds something that was typed, or is shown once: a click beside it does not close it.
export function Dialog({ opened, title, onClose, wide = false, above = false, returnFocus = true, children }: DialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={
        <Text span fz="lg" fw={650}>
          {title}
        </Text>
      }
      size={wide ? 'xl' : 'lg'}
      centered
      {...(above && { zIndex: 300 })}
      closeOnClickOutside={false}
      returnFocus={returnFocus}
      closeButtonProps={{ 'aria-label': words.cancel }}
    >
      {children}
    </Modal>
  );
}
