import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';

import { words } from './words';

interface FormButtonsProps {
  label: string; // of the button that sends the form
  busy?: boolean;
  danger?: boolean; // it can't be undone
  disabled?: boolean;
  // The way out without sending it: of a dialog, or of a page to another. Neither: it stays where it is.
  onCancel?: (() => void) | undefined;
  back?: string | undefined;
  other?: ReactNode; // another way to the same
}

// The last row of a form.
export function FormButtons({ label, busy = false, danger = false, disabled = false, onCancel, back, other }: FormButtonsProps) {
  return (
    <Group gap="sm" justify={onCancel || back ? 'flex-end' : 'flex-start'}>
      {other}
      {back ? (
        <Button variant="default" component={Link} to={back}>
          {words.cancel}
        </Button>
      ) : (
        onCancel && (
          <Button variant="default" onClick={onCancel}>
            {words.cancel}
          </Button>
        )
      )}
      <Button type="submit" loading={busy} disabled={disabled} {...(danger && { color: 'red.9' })}>
        {label}
      </Button>
    </Group>
  );
}
